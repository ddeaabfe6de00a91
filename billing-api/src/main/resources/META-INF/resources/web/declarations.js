// What a new declaration starts from: every field that most of its kind have, with addresses that are for documentation.

const OWNED = { account: 'acme', vpc: 1 };

const TEMPLATES = {
  SLB: { ...OWNED, address: '203.0.113.100', listeners: [
    { protocol: 'TCP', port: 80, backends: [{ resource: 'ecs1', port: 80, weight: 100 }] }] },
  EIP: { ...OWNED, address: '203.0.113.101', boundTo: 'ecs1', capBitsPerSecond: 100000000 },
  ECS: { ...OWNED, privateAddress: '10.0.0.100' },
  NAT: { ...OWNED, snat: [{ source: '10.0.0.0/24', eips: ['eip-a'] }], dnat: [
    { eip: 'eip-b', protocol: 'TCP', port: 8080, resource: 'ecs1', resourcePort: 80 }] },
  IPV6GW: { ...OWNED, address: '2001:db8:10::100', boundTo: 'ecs1' },
  CERTIFICATE: { account: 'acme', chain: '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n' },
  NODE: { role: 'DIRECTOR', localAddresses: ['100.64.1.0/24'] },
};

export const KINDS = Object.keys(TEMPLATES);

export function declarationOf(kind) {
  return JSON.stringify({ id: `${kind.toLowerCase()}-new`, kind, ...(TEMPLATES[kind] ?? {}) }, null, 2);
}
