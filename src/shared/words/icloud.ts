import type { ErrorCode } from '../error-codes.ts';
import { iCloudDriveWords } from './icloud-drive.ts';
import { iCloudSignInWords } from './icloud-sign-in.ts';
import type { ProblemTemplate } from './template.ts';

export const iCloudWords = { ...iCloudSignInWords, ...iCloudDriveWords } satisfies Record<
  Extract<ErrorCode, `icloud.${string}`>,
  ProblemTemplate
>;
