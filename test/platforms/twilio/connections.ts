import type { PlatformAnswer, PlatformRequest } from '../emulator.ts'
import {
  findCaller,
  formOf,
  isBadUrl,
  refuseTwilio,
  toTwilioJson,
  type TwilioNumber,
  type TwilioService,
  type TwilioWorld,
} from './twilio-world.ts'

const ACCOUNT =
  /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})(\.json|\/IncomingPhoneNumbers(?:\/(PN[0-9a-f]{32}))?\.json)$/
const SERVICE = /^\/v1\/Services\/(MG[0-9a-f]{32})$/

/** What `npm run connect` asks api.twilio.com; null for any other call. */
export function answerConnection(world: TwilioWorld, request: PlatformRequest): PlatformAnswer | null {
  const [, accountSid, resource, numberSid] = ACCOUNT.exec(request.path) ?? []
  if (accountSid === undefined || resource === undefined) return null
  const caller = findCaller(world, request)
  if (caller === null) return refuseTwilio(20003)
  if (caller.sid !== accountSid) return refuseTwilio(20404)
  if (resource === '.json') {
    return toTwilioJson({
      sid: caller.sid,
      status: caller.status,
      friendly_name: 'Inlet Local',
      type: 'Full',
    })
  }
  const own = world.numbers.filter((number) => number.account === accountSid)
  if (numberSid === undefined) return listNumbers(own, request)
  const number = own.find(({ sid }) => sid === numberSid)
  if (number === undefined) return refuseTwilio(20404)
  return request.method === 'POST' ? updateNumber(number, formOf(request)) : toTwilioJson(toNumber(number))
}

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource: a part of the number finds it too. */
function listNumbers(numbers: readonly TwilioNumber[], { query }: PlatformRequest): PlatformAnswer {
  const part = query.get('PhoneNumber') ?? ''
  const found = numbers.filter(({ phoneNumber }) => phoneNumber.includes(part)).map(toNumber)
  return toTwilioJson({ incoming_phone_numbers: found, page: 0, page_size: 100, next_page_uri: null })
}

function updateNumber(number: TwilioNumber, form: URLSearchParams): PlatformAnswer {
  if (isBadUrl(form.get('SmsUrl'))) return refuseTwilio(21502)
  number.smsUrl = form.get('SmsUrl') ?? number.smsUrl
  number.smsMethod = form.get('SmsMethod') ?? number.smsMethod
  number.smsApplicationSid = form.get('SmsApplicationSid') ?? number.smsApplicationSid
  return toTwilioJson(toNumber(number))
}

function toNumber(number: TwilioNumber): Record<string, unknown> {
  return {
    sid: number.sid,
    account_sid: number.account,
    phone_number: number.phoneNumber,
    friendly_name: number.phoneNumber,
    sms_url: number.smsUrl,
    sms_method: number.smsMethod,
    sms_application_sid: number.smsApplicationSid,
    capabilities: { sms: number.canText, mms: number.canText, voice: true },
  }
}

/** messaging.twilio.com: https://www.twilio.com/docs/messaging/api/service-resource */
export function answerMessaging(world: TwilioWorld, request: PlatformRequest): PlatformAnswer {
  const caller = findCaller(world, request)
  if (caller === null) return refuseTwilio(20003)
  const sid = SERVICE.exec(request.path)?.[1]
  const service = world.services.find((each) => each.sid === sid && each.account === caller.sid)
  if (service === undefined) return refuseTwilio(20404)
  if (request.method === 'POST') {
    const form = formOf(request)
    if (isBadUrl(form.get('InboundRequestUrl')) || isBadUrl(form.get('StatusCallback')))
      return refuseTwilio(21502)
    updateService(service, form)
  }
  return toTwilioJson({
    sid: service.sid,
    account_sid: service.account,
    friendly_name: 'Inlet Local',
    inbound_request_url: service.inboundRequestUrl,
    inbound_method: service.inboundMethod,
    status_callback: service.statusCallback,
    use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
  })
}

function updateService(service: TwilioService, form: URLSearchParams): void {
  service.inboundRequestUrl = form.get('InboundRequestUrl') ?? service.inboundRequestUrl
  service.inboundMethod = form.get('InboundMethod') ?? service.inboundMethod
  service.statusCallback = form.get('StatusCallback') ?? service.statusCallback
  const onNumber = form.get('UseInboundWebhookOnNumber')
  if (onNumber !== null) service.useInboundWebhookOnNumber = onNumber === 'true'
}
