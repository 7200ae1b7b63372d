#!/usr/bin/env node
import { join } from 'node:path';
import { keepOutOfCoreDumps } from '../adapters/core-dumps.ts';
import { endProcess } from '../adapters/end-process.ts';
import { runInProcess } from './run-in-process.ts';

keepOutOfCoreDumps();
const exitCode = await runInProcess(process.argv.slice(2), join(import.meta.dirname, '..', 'resources'));
// As a rule what is still under way keeps the process for as long as it takes.
await endProcess(exitCode, (code) => {
  process.exitCode = code;
});
