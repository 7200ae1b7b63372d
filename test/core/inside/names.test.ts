import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fileNameOn, sameFileKey } from '../../../src/core/inside/file-name.ts';
import { insidePath, shownPath, wantedIn } from '../../../src/core/inside/inside-path.ts';
import { NearNames } from '../../../src/core/inside/near-names.ts';
import { acting } from '../../support/hostile-names.ts';

describe('a path inside', () => {
  it.each([
    ['homeassistant', 'data/automations.yaml', 'homeassistant/automations.yaml'],
    ['homeassistant', 'data/.storage/', 'homeassistant/.storage'],
    ['homeassistant', 'data/data/x', 'homeassistant/data/x'],
    ['homeassistant', './/data//./x', 'homeassistant/x'],
    ['core_ssh', 'data/x', 'core_ssh/data/x'],
    ['ssl', 'x.txt', 'ssl/x.txt'],
  ])('of %s, %s is shown as %s, and found by that', (part, name, shown) => {
    expect(shownPath(part, name)).toBe(shown);
    expect(wantedIn([part], shown)).toEqual({ part, names: insidePath(part, name).names });
  });

  it.each(['../x', 'a/../../x', '/etc/x', '//x', '..', 'data/../x', 'a\0b'])('%j leads elsewhere', (name) => {
    expect(insidePath('homeassistant', name).isUnsafe).toBe(true);
    expect(shownPath('homeassistant', name)).toBe(`homeassistant/${name}`);
  });

  it('is typed in more than one way', () => {
    const parts = ['homeassistant', 'addons_local', 'addons'];
    expect(wantedIn(parts, './homeassistant/')).toEqual({ part: 'homeassistant', names: [] });
    expect(wantedIn(['addons_local'], 'addons/local/x')).toEqual({ part: 'addons_local', names: ['x'] });
    expect(wantedIn(parts, 'addons/local/x')).toEqual({ part: 'addons', names: ['local', 'x'] });
    expect(wantedIn(parts, 'share/x')).toBeUndefined();
    expect(wantedIn(parts, '')).toBeUndefined();
  });
});

describe('a file name', () => {
  it.each([
    ['automations.yaml', 'automations.yaml'],
    ['.storage', '.storage'],
    ['C:\\x', 'C%3A%5Cx'],
    ['a:b', 'a%3Ab'],
    ['CON', '%43ON'],
    ['nul.txt', '%6Eul.txt'],
    ['COM¹', '%43OM¹'],
    ['CONNECT', 'CONNECT'],
    ['lpt1 .log', '%6Cpt1 .log'],
    ['dots...', 'dots%2E%2E%2E'],
    ['blank ', 'blank%20'],
    ['a?b*c', 'a%3Fb%2Ac'],
  ])('%j is %j on Windows, and itself elsewhere', (name, onWindows) => {
    expect(fileNameOn('win32', name)).toBe(onWindows);
    expect(fileNameOn('linux', name)).toBe(name);
    expect(fileNameOn('darwin', name)).toBe(name);
  });

  test('never acts on a terminal, and on Windows names nothing but itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), (text) => {
        const name = text.replaceAll('/', '') || 'x';
        for (const platform of ['linux', 'win32'] as const) expect(fileNameOn(platform, name)).not.toMatch(acting);
        const here = fileNameOn('win32', name);
        expect(here).not.toMatch(/[<>:"/\\|?*]|[. ]$/);
        expect(here).not.toMatch(/^(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)/i);
      }),
    );
  });

  it.each([
    ['Scripts.yaml', 'scripts.yaml'],
    ['caf\u00E9', 'cafe\u0301'],
    ['STRASSE', 'stra\u00DFe'],
  ])('%s and %s are one file on macOS and Windows, and two on Linux', (one, other) => {
    for (const platform of ['darwin', 'win32'] as const)
      expect(sameFileKey(platform, one)).toBe(sameFileKey(platform, other));
    expect(sameFileKey('linux', one)).not.toBe(sameFileKey('linux', other));
  });
});

describe('what somebody may have meant', () => {
  const near = (typed: string, paths: readonly string[]): string => {
    const names = new NearNames(typed);
    for (const path of paths) names.see(path);
    return names.shown;
  };

  it.each([
    ['automation.yaml', ['p/automations.yaml', 'p/scripts.yaml'], 'p/automations.yaml'],
    ['AUTOMATIONS.YAML', ['p/a/automations.yaml'], 'p/a/automations.yaml'],
    ['x', ['p/y', 'p/z'], ''],
    ['nothing', ['p/automations.yaml'], ''],
  ])('%s of %j', (typed, paths, shown) => {
    expect(near(typed, paths)).toBe(shown);
  });

  it('is three at most, the nearest first', () => {
    const paths = ['p/logo2.png', 'p/logos.png', 'p/loga.png', 'p/logo.png', 'q/logo.png'];
    expect(near('logo.png', paths).split(', ').slice(0, 2)).toEqual(['p/logo.png', 'q/logo.png']);
    expect(near('logo.png', paths).split(', ')).toHaveLength(3);
  });
});
