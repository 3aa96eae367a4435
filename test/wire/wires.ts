import { smsWire } from './sms.ts'
import { whatsappWire } from './whatsapp.ts'
import type { Wire } from './wire.ts'

/** By the channel's name: a test compares it with the registry. */
export const WIRES: Readonly<Record<string, Wire>> = { whatsapp: whatsappWire, sms: smsWire }
