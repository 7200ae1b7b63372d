#!/usr/bin/env node
import { join } from 'node:path';
import { runInProcess } from './run-in-process.ts';

process.exitCode = await runInProcess(process.argv.slice(2), join(import.meta.dirname, '..', 'resources'));
