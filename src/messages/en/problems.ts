import type { ErrorCode } from '../../shared/error-codes.ts';
import type { ProblemTemplate } from '../template.ts';
import { archiveProblems } from './archive.ts';
import { computerProblems } from './computer.ts';
import { fileProblems } from './file-problems.ts';
import { homeAssistantProblems } from './home-assistant.ts';
import { iCloudProblems } from './icloud.ts';
import { proofProblems } from './proof.ts';
import { insideProblems } from './inside.ts';
import { keyProblems } from './key-problems.ts';
import { salvageProblems } from './salvage.ts';
import { restoreProblems } from './restore-problems.ts';
import { syncProblems } from './sync.ts';
import { tellingProblems } from './telling-problems.ts';

/** The words for every code. */
export const problems: Readonly<Record<ErrorCode, ProblemTemplate<never>>> = {
  ...homeAssistantProblems,
  ...archiveProblems,
  ...proofProblems,
  ...insideProblems,
  ...fileProblems,
  ...salvageProblems,
  ...iCloudProblems,
  ...computerProblems,
  ...restoreProblems,
  ...keyProblems,
  ...syncProblems,
  ...tellingProblems,
};
