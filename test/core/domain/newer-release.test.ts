import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latestReleaseAddress, newerRelease, type ReleaseAnswer } from '../../../src/core/domain/newer-release.ts';

const project = 'https://github.com/me/app';
const answer = (tag: string, change: Partial<ReleaseAnswer> = {}): ReleaseAnswer => ({
  tag_name: tag,
  html_url: `${project}/releases/tag/${tag}`,
  draft: false,
  prerelease: false,
  ...change,
});

describe('a release is newer', () => {
  test.each<[string, string, string | undefined]>([
    ['v0.2.0', '0.1.0', '0.2.0'],
    ['0.2.0', '0.1.0', '0.2.0'],
    ['v0.10.0', '0.9.9', '0.10.0'],
    ['v1.0.0', '0.99.99', '1.0.0'],
    ['v0.1.1', '0.1.0', '0.1.1'],
    ['v0.2.0+build.7', '0.1.0', '0.2.0'],
    ['v0.2.0', '0.2.0-beta.1', '0.2.0'],
    ['v0.2.0', '0.3.0-beta.1', undefined],
    ['v0.1.0', '0.1.0', undefined],
    ['v0.1.0+build.7', '0.1.0', undefined],
    ['v0.0.9', '0.1.0', undefined],
    ['v0.9.9', '1.0.0', undefined],
    ['v0.2.0-beta.1', '0.1.0', undefined],
    ['nightly', '0.1.0', undefined],
    ['v2', '0.1.0', undefined],
    ['v2.0', '0.1.0', undefined],
    ['v1.2.3.4', '0.1.0', undefined],
    ['v9999999999.0.0', '0.1.0', undefined],
    ['v2.0.0\n', '0.1.0', undefined],
    ['', '0.1.0', undefined],
    ['v2.0.0', 'unknown', undefined],
  ])('%j to %j: %j', (tag, running, version) => {
    expect(newerRelease(answer(tag), running, project)?.version).toBe(version);
  });

  test.each(['draft', 'prerelease'] as const)('never as a %s', (kind) => {
    expect(newerRelease(answer('v9.0.0', { [kind]: true }), '0.1.0', project)).toBeNull();
  });

  test('of two versions at most one, and never of itself', () => {
    const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.'));
    const isNewer = (one: string, other: string): boolean => newerRelease(answer(`v${one}`), other, project) !== null;
    fc.assert(
      fc.property(version, version, (one, other) => {
        expect([isNewer(one, other), isNewer(other, one)].filter(Boolean)).toHaveLength(one === other ? 0 : 1);
      }),
    );
  });
});

test.each<[string, string]>([
  [`${project}/releases/tag/v2.0.0`, `${project}/releases/tag/v2.0.0`],
  ['https://evil.example/releases/tag/v2.0.0', `${project}/releases`],
  ['https://github.com/me/app-of-others/releases', `${project}/releases`],
  ['https://github.com/me/app/../../you/app', `${project}/releases`],
  ['https://github.com/me/app/%2e%2e/%2e%2e/you/app', `${project}/releases`],
  ['https://github.com@evil.example/me/app/releases', `${project}/releases`],
  ['http://github.com/me/app/releases', `${project}/releases`],
  ['javascript:alert(1)', `${project}/releases`],
  ['', `${project}/releases`],
])('the page %j leads to %j', (named, page) => {
  expect(newerRelease(answer('v2.0.0', { html_url: named }), '0.1.0', project)?.page).toBe(page);
});

test.each<[string | undefined, string | undefined]>([
  [project, 'https://api.github.com/repos/me/app/releases/latest'],
  ['https://github.com/me/app.for.backups', 'https://api.github.com/repos/me/app.for.backups/releases/latest'],
  [undefined, undefined],
  ['https://git.example.org/me/app', undefined],
  ['https://github.com.evil.example/me/app', undefined],
  ['https://github.com/me', undefined],
  ['https://github.com/me/app/tree', undefined],
])('about %j %j is asked', (page, address) => {
  expect(latestReleaseAddress(page)).toBe(address);
});
