import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { candidateUrls } from '../../../src/core/home-assistant/address.ts';

const atHome = (host: string): string[] => [
  `https://${host}`,
  `https://${host}:8123`,
  `http://${host}:8123`,
  `http://${host}`,
];
const outside = (host: string): string[] => [`https://${host}`, `https://${host}:8123`];

describe('candidateUrls', () => {
  it.each<[string, string[]]>([
    ['homeassistant.local', atHome('homeassistant.local')],
    ['  HomeAssistant.Local. ', atHome('homeassistant.local')],
    ['homeassistant', atHome('homeassistant')],
    ['ha.fritz.box', atHome('ha.fritz.box')],
    ['192.168.1.5', atHome('192.168.1.5')],
    ['172.16.0.1', atHome('172.16.0.1')],
    ['100.64.3.4', atHome('100.64.3.4')],
    ['bücher.local', atHome('xn--bcher-kva.local')],
    ['fd00::12', atHome('[fd00::12]')],
    ['[FE80::1]', atHome('[fe80::1]')],
    ['::1', atHome('[::1]')],
    ['2001:db8::1', outside('[2001:db8::1]')],
    ['172.32.0.1', outside('172.32.0.1')],
    ['ha.example.com', outside('ha.example.com')],
    ['homeassistant.local:8123', ['https://homeassistant.local:8123', 'http://homeassistant.local:8123']],
    ['homeassistant.local:443', ['https://homeassistant.local', 'http://homeassistant.local:443']],
    ['homeassistant.local:80/', ['https://homeassistant.local:80', 'http://homeassistant.local']],
    ['[fd00::12]:8123', ['https://[fd00::12]:8123', 'http://[fd00::12]:8123']],
    ['ha.example.com:8123', ['https://ha.example.com:8123']],
    ['http://ha.example.com:8123', ['http://ha.example.com:8123']],
    ['http://homeassistant.local', ['http://homeassistant.local', 'http://homeassistant.local:8123']],
    ['https://ha.example.com/', ['https://ha.example.com', 'https://ha.example.com:8123']],
    ['http://192.168.1.5:8123/lovelace/0?kiosk#x', ['http://192.168.1.5:8123']],
    ['ws://192.168.1.5:8123/api/websocket', ['http://192.168.1.5:8123']],
    ['WSS://ha.example.com:443/api/websocket', ['https://ha.example.com']],
    ['https://ha.example.com:8123', ['https://ha.example.com:8123']],
    ['abc123.ui.nabu.casa', ['https://abc123.ui.nabu.casa']],
    ['http://abc123.ui.nabu.casa/lovelace', ['https://abc123.ui.nabu.casa']],
  ])('%s', (typed, urls) => {
    expect(candidateUrls(typed)).toEqual(urls);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['http://', 'not-an-address'],
    ['two words', 'not-an-address'],
    ['user:secret@homeassistant.local', 'not-an-address'],
    ['http://user@homeassistant.local', 'not-an-address'],
    ['homeassistant.local:port', 'not-an-address'],
    ['ftp://homeassistant.local', 'scheme'],
    ['file:///etc/passwd', 'not-an-address'],
    ['homeassistant..local', 'host'],
    ['-homeassistant.local', 'host'],
    ['192.168.1', 'host'],
    ['192.168.1.256', 'host'],
    ['[fe80::1%en0]', 'host'],
    ['[not-ipv6]:8123', 'host'],
    ['homeassistant.local:0', 'port'],
    ['homeassistant.local:65536', 'port'],
  ])('refuses %j', (typed, reason) => {
    expect(() => candidateUrls(typed)).toThrow(new AppError('settings.invalid', { setting: 'url', reason }));
  });

  it('finds an address again that it gave out itself', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((ip) => `[${ip}]`),
    );
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }));
    const scheme = fc.constantFrom('', 'http://', 'https://');
    const typed = fc.tuple(scheme, host, port).map(([a, b, c]) => `${a}${b}${c === null ? '' : `:${c}`}`);
    fc.assert(
      fc.property(typed, (text) => {
        for (const url of candidateUrls(text)) {
          expect(candidateUrls(url)[0]).toBe(url);
          expect(new URL(url).origin).toBe(url);
        }
      }),
    );
  });
});
