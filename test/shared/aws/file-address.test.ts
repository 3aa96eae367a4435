import { describe, expect, it } from 'vitest'
import { checkFileAddress, toOwnOrigins } from '../../../shared/aws/file-address.ts'
import { isPublicAddress } from '../../../shared/aws/public-address.ts'

describe('addresses of the public internet: this guarantees that', () => {
  it.each([
    ...['8.8.8.8', '1.1.1.1', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '192.167.1.1'],
    ...['169.253.1.1', '223.255.255.255', '2606:4700:4700::1111', '2a03:2880:f12f:83:face:b00c:0:25de'],
  ])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ['this host', '0.0.0.0'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.0.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.1.1'],
    ['metadata', '169.254.169.254'],
    ['metadata of containers', '169.254.170.2'],
    ['benchmarks', '198.18.0.1'],
    ['documentation', '203.0.113.9'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['loopback', '::1'],
    ['nowhere', '::'],
    ['mapped IPv4', '::ffff:8.8.8.8'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped in hex', '::ffff:7f00:1'],
    ['compatible IPv4', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::1'],
    ['link-local', 'fe80::1'],
    ['link-local with its interface', 'fe80::1%eth0'],
    ['unique local', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['Teredo', '2001:0:53aa:64c::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['discard only', '100::1'],
    ['a name', 'localhost'],
    ['decimal', '2130706433'],
    ['nothing', ''],
  ])('%s is none: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('addresses of files: this guarantees that', () => {
  const rules = {
    fileHosts: ['files.example.com', '*.cdn.example'],
    ownOrigins: toOwnOrigins({ graph: 'http://127.0.0.1:4000/graph', odd: 'no url' }),
  }
  const check = (url: string) => {
    const checked = checkFileAddress(url, rules)
    return checked.kind === 'refused' ? checked.reason : checked.isOwn ? 'own' : 'listed'
  }

  it.each([
    ['https://files.example.com/a?b#c', 'listed'],
    ['https://FILES.example.com/a', 'listed'],
    ['https://a.b.cdn.example/x', 'listed'],
    ['http://127.0.0.1:4000/media/1', 'own'],
    ['https://cdn.example/x', 'host_not_listed'],
    ['https://evilcdn.example/x', 'host_not_listed'],
    ['https://files.example.com.evil.example/', 'host_not_listed'],
    ['https://127.0.0.1/', 'host_not_listed'],
    ['https://0x7f000001/', 'host_not_listed'],
    ['https://[::1]/', 'host_not_listed'],
    ['https://files.example.com@evil.example/', 'credential_in_url'],
    ['https://files.example.com:8443/', 'other_port'],
    ['http://files.example.com/', 'not_https'],
    ['http://127.0.0.1:4001/', 'not_https'],
    ['file:///etc/passwd', 'not_https'],
    ['no url', 'no_url'],
  ])('%s is %s', (url, outcome) => {
    expect(check(url)).toBe(outcome)
  })
})
