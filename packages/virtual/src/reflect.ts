// @peculiar/x509 wants this polyfill before it runs. It stands in a module of its own because bundlers
// run the body of an imported module first, and a bare import of a CommonJS package only where it stands.
import 'reflect-metadata'
