import { existsSync } from 'node:fs'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Says why the tests of the page do not run, and what would make them. */
export const NO_BROWSER =
  'NOT TESTED in a browser, because none is installed: `apt-get install chromium`, or set INLET_CHROMIUM to one.'

/** A Chromium of this machine; null where there is none. */
export function findBrowser(): string | null {
  const named = process.env['INLET_CHROMIUM']
  return named ?? PLACES.find((place) => existsSync(place)) ?? null
}

/** Nothing of it calls anybody else. */
export const BROWSER_ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
