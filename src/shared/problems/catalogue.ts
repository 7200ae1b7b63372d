import { archiveProblems } from './archive.ts';
import { cloudProblems } from './cloud.ts';
import { computerProblems } from './computer.ts';
import { fileProblems } from './file.ts';
import { homeAssistantAddressProblems } from './home-assistant-address.ts';
import { homeAssistantBackupProblems } from './home-assistant-backup.ts';
import { homeAssistantProblems } from './home-assistant.ts';
import { iCloudDriveProblems } from '../icloud/drive-problems.ts';
import { iCloudSignInProblems } from '../icloud/sign-in-problems.ts';
import { keyProblems } from './keys.ts';
import { proofProblems } from './proof.ts';
import { insideProblems } from './inside.ts';
import { restoreProblems } from './restore.ts';
import { salvageProblems } from './salvage.ts';
import { settingsProblems } from './settings.ts';
import { syncProblems } from './sync.ts';
import { tellingProblems } from './telling.ts';

/** What can be wrong where the copies are: what every destination knows, and what each kind of them has besides. */
const cloudSide = { ...cloudProblems, ...iCloudSignInProblems, ...iCloudDriveProblems };

/** Every failure and warning that the program knows. Stays in main and in the terminal: no window carries it. */
export const catalogue = {
  ...homeAssistantAddressProblems,
  ...homeAssistantProblems,
  ...homeAssistantBackupProblems,
  ...archiveProblems,
  ...insideProblems,
  ...fileProblems,
  ...salvageProblems,
  ...restoreProblems,
  ...keyProblems,
  ...cloudSide,
  ...proofProblems,
  ...computerProblems,
  ...settingsProblems,
  ...syncProblems,
  ...tellingProblems,
};

/** Whether it is about the destination: not about Home Assistant, and not about this computer. */
export const isOfCloud = (code: keyof typeof catalogue): boolean => Object.hasOwn(cloudSide, code);
