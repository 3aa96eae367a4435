import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Whether an address lies in one of the CIDR blocks. No blocks: every address does. */
export function createAddressList(blocks: readonly string[]): (address: string) => boolean {
  if (blocks.length === 0) return () => true
  const list = new BlockList()
  for (const block of blocks) {
    const [network = '', prefix = ''] = block.split('/')
    list.addSubnet(network, Number(prefix), isIPv4(network) ? 'ipv4' : 'ipv6')
  }
  return (address) => {
    if (isIPv4(address)) return list.check(address, 'ipv4')
    return isIPv6(address) && list.check(address, 'ipv6')
  }
}
