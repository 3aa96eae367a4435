import { BlockList, isIPv4 } from 'node:net'

/** https://www.iana.org/assignments/iana-ipv4-special-registry, with multicast and what is reserved. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  // Carrier-grade NAT.
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Link-local: the metadata service of a cloud, and of Lambda's own host.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** The only part of IPv6 that is given out: no loopback, link-local, unique local, multicast, mapped IPv4, NAT64 outside it. */
const GLOBAL_IPV6 = '2000::/3'

/** Of that part, what leads elsewhere. https://www.iana.org/assignments/iana-ipv6-special-registry */
const SPECIAL_IPV6 = [
  // Teredo, ORCHID and other protocols' own.
  '2001::/23',
  '2001:db8::/32',
  // 6to4 holds an IPv4 address, which may be any.
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
]

const ipv4 = toList(SPECIAL_IPV4, 'ipv4')
const globalIpv6 = toList([GLOBAL_IPV6], 'ipv6')
const specialIpv6 = toList(SPECIAL_IPV6, 'ipv6')

/** Whether an address belongs to the public internet. What is no address does not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !ipv4.check(address, 'ipv4')
  // A zone (`fe80::1%eth0`) names an interface of this machine.
  if (!address.includes(':') || address.includes('%')) return false
  return globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6')
}

function toList(blocks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const block of blocks) {
    const [network = '', prefix = ''] = block.split('/')
    list.addSubnet(network, Number(prefix), family)
  }
  return list
}
