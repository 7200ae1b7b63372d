import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireNode } from '../../scripts/node-version.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'node-version-'));
  writeFileSync(join(root, 'package.json'), '{"engines":{"node":">=20.19"}}');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it.each(['20.19.0', '20.19.5', '20.20.2', '22.0.0', '24.21.0', '100.0.0'])('accepts Node %s', (version) => {
  expect(() => {
    requireNode(root, version);
  }).not.toThrow();
});

it.each(['20.18.3', '20.2.0', '18.20.4', '9.99.0'])('refuses Node %s and says what is needed', (version) => {
  expect(() => {
    requireNode(root, version);
  }).toThrow(`This project needs Node 20.19 or newer; this is Node ${version}`);
});
