import { describe, expect, it } from 'vitest';
import { sheetPage } from '../../src/messages/sheet-page.ts';
import { waysBack } from '../../src/messages/en/restore-steps.ts';
import { aSheet } from './a-placed.ts';
import { fakeApp } from './fake-app.ts';
import { run } from './terminal.ts';

const page = (given: Parameters<typeof aSheet>[0] = {}, key?: string): string =>
  sheetPage(aSheet(given), key, { now: 'today', newest: '2026-11-21 05:12' });

describe('the page', () => {
  it('has everything that is needed, and the steps of the three ways', () => {
    const text = page();
    for (const part of [
      'm…@example.com',
      'HomeAssistantBackups/Home (a1b2c3d4)',
      'http://homeassistant.local:8123',
      'Study, Attic',
      '2026-11-21',
      '1.2 GB',
      'On a new Home Assistant',
      'On a Home Assistant that is running',
      'From an iPhone or iPad',
    ])
      expect(text).toContain(part);
  });

  it('has the key only where it was asked for', () => {
    expect(page({ key: 'given' }, 'ABCD-EFGH')).toContain('ABCD-EFGH');
    expect(page()).toContain('Not on this page');
    expect(page({ newest: null })).toContain('Not on this page');
    expect(page({ newest: { date: '2026-11-21T05:12:33Z', haVersion: null, bytes: 1, protected: false } })).toContain(
      'is not encrypted',
    );
  });

  it('stands alone: no script, nothing from elsewhere, and no name is more than a text', () => {
    const text = page({
      home: { name: '<script>alert(1)</script>"&', url: 'http://x/<b>' },
      computers: ["<img src='x'>"],
    });
    expect(text).not.toMatch(/<(?:script|img|link|iframe|b)\b/i);
    expect(text).not.toMatch(/<[^>]*\b(?:src|href|on\w+)\s*=|url\(|@import/i);
    expect(text).toContain("default-src 'none'");
    expect(text).toContain('&lt;script&gt;');
  });

  it('without set-up and sign-in it still says where and how', () => {
    const text = page({ account: null, home: null, newest: null });
    expect(text).toContain('How to get Home Assistant back');
    expect(text).toContain('not signed in');
    expect(text).toContain('Restore from backup');
  });
});

it.each<[string, Partial<Parameters<typeof waysBack>[0]>, readonly RegExp[], readonly RegExp[]]>([
  ['old and large', { haVersion: '2025.6.0' }, [/2026\.7 or 2026\.8/, /2025\.6\.0 or newer/], [/2026\.3/]],
  ['of a version that has no traps', { haVersion: '2026.11.0' }, [/2026\.11\.0 or newer/], [/2026\.7/, /2026\.3/]],
  ['small', { haVersion: '2026.6.0', bytes: 1_000 }, [/emergency kit/], [/2026\.7/]],
  ['plain', { haVersion: '2025.6.0', protected: false }, [/2026\.7/], [/emergency kit/]],
])('the traps of the version come first: %s', (_, given, has, hasNot) => {
  const ways = waysBack({ folder: 'f', bytes: 1e9, protected: true, ...given });
  expect(ways).toHaveLength(3);
  const text = ways.flatMap(({ steps }) => steps).join('\n');
  for (const part of has) expect(text).toMatch(part);
  for (const part of hasNot) expect(text).not.toMatch(part);
});

it.each([
  [[], undefined, "isn't on it"],
  [['--with-key'], 'THE-KEY', 'has the encryption key on it'],
] as const)('the command writes it and says whether the key is on it: %j', async (more, key, words) => {
  const app = fakeApp();
  const { code, stdout, stderr } = await run(['sheet', '--to', 'home.html', ...more], app);
  expect(code).toBe(0);
  expect(stdout).toContain('/work-folder/home.html');
  expect(stderr).toContain(words);
  const [, html] = app.asked.find(([what]) => what === 'writeSheet') ?? [];
  expect(String(html).includes('THE-KEY')).toBe(key !== undefined);
  expect(stdout + stderr).not.toContain('THE-KEY');
});
