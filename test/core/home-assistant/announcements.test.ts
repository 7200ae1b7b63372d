import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announcedIn } from '../../../src/core/home-assistant/announcements.ts';

const type = '_home-assistant._tcp.local';
const service = `Home.${type}`;
const records = [
  { type: 'PTR', name: type, ttl: 4500, data: service },
  { type: 'SRV', name: service, ttl: 120, data: { target: 'ha.local', port: 8123 } },
  {
    type: 'TXT',
    name: service,
    ttl: 4500,
    data: [Buffer.from('uuid=a'), Buffer.from('Version=2026.11.0'), Buffer.from('flag')],
  },
  { type: 'A', name: 'HA.local', ttl: 120, data: '192.168.1.5' },
  { type: 'AAAA', name: 'ha.local', ttl: 120, data: 'fd00::5' },
  { type: 'A', name: 'other.local', ttl: 120, data: '192.168.1.66' },
];
const announced = {
  name: 'Home',
  port: 8123,
  addresses: ['192.168.1.5', 'fd00::5'],
  txt: { uuid: 'a', version: '2026.11.0' },
};

describe('what a packet announces', () => {
  it.each<[string, unknown, unknown[]]>([
    ['in its answers', { answers: records }, [announced]],
    ['in its additional records', { answers: records.slice(0, 1), additionals: records.slice(1) }, [announced]],
    ['a goodbye', { answers: [{ ...records[0], ttl: 0 }, ...records.slice(1)] }, []],
    ['no place', { answers: records.filter(({ type: one }) => one !== 'SRV') }, []],
    ['no addresses, no properties', { answers: records.slice(0, 2) }, [{ ...announced, addresses: [], txt: {} }]],
    [
      'an address that is none',
      { answers: [...records.slice(0, 3), { ...records[3], data: 'ha.example/x' }] },
      [{ ...announced, addresses: [] }],
    ],
    ['another service', { answers: records.map((one) => ({ ...one, name: `x.${one.name}` })) }, []],
    [
      'two places under one name',
      { answers: [...records, { ...records[1], data: { target: 'other.local', port: 80 } }] },
      [announced, { ...announced, port: 80, addresses: ['192.168.1.66'] }],
    ],
  ])('%s', (_what, packet, expected) => {
    expect(announcedIn(packet)).toEqual(expected);
  });

  it('is nothing where the packet is odd, and never a failure', () => {
    fc.assert(
      fc.property(fc.anything(), (packet) => {
        expect(announcedIn(packet)).toEqual([]);
      }),
    );
    const odd = fc.oneof(fc.anything(), fc.constantFrom(...records));
    const one = fc.record({
      type: fc.constantFrom('PTR', 'SRV', 'TXT', 'A'),
      name: fc.constantFrom(type, service),
      ttl: odd,
      data: fc.oneof(odd, fc.constant(service)),
    });
    fc.assert(
      fc.property(fc.array(one), (answers) => {
        expect(announcedIn({ answers }).length).toBeLessThanOrEqual(64 * 64);
      }),
    );
  });
});
