import { expect, it } from 'vitest';
import { isOpenable } from '../../src/main/external-address.ts';

const home = 'http://homeassistant.local:8123/';

it.each([
  ['https://my.home-assistant.io/redirect/backup', true],
  ['https://192.168.1.4:8123/config', true],
  ['http://homeassistant.local:8123/config/backup', true],
  ['http://homeassistant.local/config/backup', false],
  ['http://homeassistant.local:8123@evil.example/', false],
  ['https://homeassistant.local:pw@evil.example/', false],
  ['http://example.com/', false],
  ['HTTPS://example.com/', true],
  ['file:///etc/passwd', false],
  ['smb://server/share', false],
  ['ms-settings:startupapps', false],
  ['javascript:alert(1)', false],
  ['data:text/html,hello', false],
  ['app://bundle/index.html', false],
  ['C:\\Windows\\system32\\calc.exe', false],
  ['/usr/bin/true', false],
  ['', false],
])('%s -> %s', (address, expected) => {
  expect(isOpenable(address, home)).toBe(expected);
});

it.each([undefined, '', 'not an address'])('http is refused as long as the home is %s', (unknown) => {
  expect(isOpenable('http://homeassistant.local:8123/', unknown)).toBe(false);
});
