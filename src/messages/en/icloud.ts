import type { ErrorCode } from '../../shared/error-codes.ts';
import { iCloudDriveProblems } from './icloud-drive.ts';
import { iCloudSignInProblems } from './icloud-sign-in.ts';
import type { WordsFor } from '../template.ts';

export const iCloudProblems = { ...iCloudSignInProblems, ...iCloudDriveProblems } satisfies WordsFor<
  Extract<ErrorCode, `cloud.${string}` | `icloud.${string}`>
>;
