// Writes what editors and frameworks want to know of the elements, from the elements themselves:
// custom-elements.json, VS Code's data and the types for React, Vue and Svelte. A test compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  MynaAgeCheckElement,
  MynaAutofillElement,
  MynaLoginElement,
  MynaSelfCheckElement,
} from '@myna/elements'

const folder = import.meta.dirname

/** Each element, and the events only it has. */
const elements = [
  { tag: 'myna-login', of: MynaLoginElement },
  { tag: 'myna-age-check', of: MynaAgeCheckElement },
  { tag: 'myna-autofill', of: MynaAutofillElement },
  { tag: 'myna-self-check', of: MynaSelfCheckElement },
] as const

/** Classes of the events, by their names. */
const eventClasses: Readonly<Record<string, string>> = {
  'myna-step': 'MynaStepEvent',
  'myna-failed': 'MynaFailedEvent',
  'myna-signed-in': 'MynaSignedInEvent',
  'myna-filled': 'MynaFilledEvent',
  'myna-age-checked': 'MynaAgeCheckedEvent',
  'myna-checked': 'MynaCheckedEvent',
}

interface Member {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly attribute: string | undefined
}

interface Described {
  readonly tag: string
  readonly className: string
  readonly description: string
  readonly members: readonly Member[]
  readonly events: readonly string[]
  readonly slots: readonly string[]
  readonly parts: readonly string[]
}

const text = (comment: string) =>
  comment
    .replace(/^\s*\/?\*+\/?/gm, '')
    .replace(/\*\/\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Names in backquotes behind a word such as `Slots:` of the class's comment. */
function listed(comment: string, word: string): string[] {
  const list = new RegExp(`${word}: (.*?)(?:\\. |\\.$|$)`).exec(comment)?.[1] ?? ''
  return [...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!)
}

function describe({ tag, of }: (typeof elements)[number]): Described {
  const source = readFileSync(join(folder, 'src', tag, 'element.ts'), 'utf8')
  const comment = text(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport class/.exec(source)![1]!)
  const documented = new Map(
    [...source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {2}declare (\w+): (.+)\n/g)].map(
      ([, doc, name, type]) => [name!, { type: type!, description: text(doc!) }],
    ),
  )
  void of.observedAttributes // Lit makes its table of properties when this is asked for
  const members = [...of.elementProperties].flatMap(([key, { attribute }]): Member[] => {
    const name = String(key)
    const known =
      name === 'lang'
        ? { type: 'string', description: 'Language (BCP 47); the page’s unless told otherwise.' }
        : documented.get(name)
    if (known === undefined) throw new Error(`${tag}.${name} has no comment`)
    const named = attribute === false ? undefined : (attribute as string | undefined)
    return [
      {
        name,
        ...known,
        attribute: attribute === false ? undefined : (named ?? name.toLowerCase()),
      },
    ]
  })
  return {
    tag,
    className: of.name,
    description: comment.split(' Slots:')[0]!.split(' Parts:')[0]!,
    members,
    events: listed(comment, 'Events'),
    slots: listed(comment, 'Slots'),
    parts: listed(comment, 'Parts'),
  }
}

const style = readFileSync(join(folder, 'src/ceremony/style.ts'), 'utf8')
const cssProperties = [
  ...new Set([...style.matchAll(/var\((--myna-[\w-]+)/g)].map(([, name]) => name!)),
]

const manifest = (all: readonly Described[]) => ({
  schemaVersion: '2.1.0',
  modules: all.map(({ tag, className, description, members, events, slots, parts }) => ({
    kind: 'javascript-module',
    path: `dist/${tag}.js`,
    declarations: [
      {
        kind: 'class',
        customElement: true,
        name: className,
        tagName: tag,
        description,
        superclass: { name: 'LitElement', package: 'lit' },
        attributes: members.flatMap(({ name, type, description: about, attribute }) =>
          attribute === undefined
            ? []
            : [{ name: attribute, fieldName: name, type: { text: type }, description: about }],
        ),
        members: members.map(({ name, type, description: about }) => ({
          kind: 'field',
          name,
          type: { text: type },
          description: about,
        })),
        events: events.map((name) => ({ name, type: { text: eventClasses[name] } })),
        slots: slots.map((name) => ({ name })),
        cssParts: parts.map((name) => ({ name })),
        cssProperties: cssProperties.map((name) => ({ name })),
      },
    ],
    exports: [
      { kind: 'js', name: className, declaration: { name: className, module: `dist/${tag}.js` } },
      {
        kind: 'custom-element-definition',
        name: tag,
        declaration: { name: className, module: `dist/${tag}.js` },
      },
    ],
  })),
})

/** https://code.visualstudio.com/api/extension-guides/custom-data-extension */
const customData = (all: readonly Described[]) => ({
  version: 1.1,
  tags: all.map(({ tag, description, members }) => ({
    name: tag,
    description,
    attributes: members.flatMap(({ type, description: about, attribute }) =>
      attribute === undefined
        ? []
        : [
            {
              name: attribute,
              description: about,
              ...(type === 'boolean' ? { valueSet: 'v' } : {}),
            },
          ],
    ),
  })),
})

const HEADER = '// Made by make-manifest.ts from the elements. Types only: nothing of it runs.\n'

function frameworkTypes(all: readonly Described[]): string {
  const imports = [
    ...new Set(
      all.flatMap(({ className, events }) => [
        className,
        ...events.map((name) => eventClasses[name]!),
      ]),
    ),
  ]
  const interfaces = all.map(({ className, members, events }) => {
    const props = members.map(
      ({ name, attribute, type }) =>
        `  '${attribute ?? name}'?: ${attribute === undefined ? `${className}['${name}']` : type === 'boolean' ? 'boolean' : 'string'} | undefined`,
    )
    const handlers = events.map(
      (name) => `  'on${name}'?: ((event: ${eventClasses[name]}) => void) | undefined`,
    )
    return `export interface ${className}Props {\n${[...props, ...handlers].join('\n')}\n}`
  })
  return `${HEADER}import type { ${imports.toSorted().join(', ')} } from '@myna/elements'\n\n${interfaces.join('\n\n')}\n`
}

const perFramework: Readonly<Record<string, (all: readonly Described[]) => string>> = {
  // React 19 sets properties of custom elements, and hears events as on… with the event's own name
  react: (all) => `${HEADER}import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { ${all.map(({ className }) => `${className}Props`).join(', ')} } from './props.js'
import type { ${all.map(({ className }) => className).join(', ')} } from '@myna/elements'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${all.map(({ tag, className }) => `      '${tag}': ${className}Props & DetailedHTMLProps<Omit<HTMLAttributes<${className}>, keyof ${className}Props>, ${className}>`).join('\n')}
    }
  }
}
`,
  vue: (all) => `${HEADER}import type { DefineComponent } from 'vue'
import type { ${all.map(({ className }) => `${className}Props`).join(', ')} } from './props.js'

declare module 'vue' {
  interface GlobalComponents {
${all.map(({ tag, className }) => `    '${tag}': DefineComponent<${className}Props>`).join('\n')}
  }
}
`,
  svelte: (all) => `${HEADER}import type { HTMLAttributes } from 'svelte/elements'
import type { ${all.map(({ className }) => `${className}Props`).join(', ')} } from './props.js'
import type { ${all.map(({ className }) => className).join(', ')} } from '@myna/elements'

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${all.map(({ tag, className }) => `    '${tag}': ${className}Props & Omit<HTMLAttributes<${className}>, keyof ${className}Props>`).join('\n')}
  }
}
`,
}

/** Every file by its place in the package. */
export function manifestFiles(): Readonly<Record<string, string>> {
  const all = elements.map(describe)
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  return {
    'custom-elements.json': json(manifest(all)),
    'vscode.html-custom-data.json': json(customData(all)),
    'types/props.d.ts': frameworkTypes(all),
    ...Object.fromEntries(
      Object.entries(perFramework).map(([name, write]) => [`types/${name}.d.ts`, write(all)]),
    ),
  }
}

if (process.argv[1] === undefined || process.argv.includes('--write'))
  for (const [name, content] of Object.entries(manifestFiles()))
    writeFileSync(join(folder, name), content)
