export {
  ageCheckComponent,
  autofillComponent,
  loginComponent,
  selfCheckComponent,
  type ReactModule,
} from './components'
