import { AwsCallError } from '../aws-json.ts'

/** One call in SNS's query protocol to the emulator; answers the text of the element asked for. */
export async function callSns(
  url: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
  element: string,
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Action: action, Version: '2010-03-31', ...parameters }),
  })
  const xml = await response.text()
  if (response.ok) return textOf(xml, element)
  throw new AwsCallError(textOf(xml, 'Code') || 'UnknownError', textOf(xml, 'Message'))
}

/** Ids and ARNs need no unescaping. */
function textOf(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? ''
}
