import { CardError } from '@myna/apdu'

/**
 * An address of this site, whole. Cookies and Origin checks hold within one origin only.
 *
 * @throws CardError `misconfigured`
 */
export function sameSiteUrl(attribute: string, text: string): string {
  const url = URL.canParse(text, document.baseURI) ? new URL(text, document.baseURI) : undefined
  if (url?.origin === location.origin) return url.href
  throw new CardError('misconfigured', {
    detail: `${attribute}: an address of this site is needed`,
  })
}
