import type { DoctorLine } from '../doctor.ts';
import type { ErrorCode } from '../error-codes.ts';

/** What Apple wants first, by the line of the doctor's list (`doctorLineOf`). */
export const iCloudDoctorLines: Partial<Record<ErrorCode, DoctorLine>> = {
  'icloud.not-signed-in': 'cloud-sign-in',
  'icloud.trust-expired': 'cloud-sign-in',
  'icloud.session-refused': 'cloud-sign-in',
  'icloud.terms-pending': 'cloud-terms',
  'icloud.access-denied': 'cloud-web',
  'icloud.no-drive': 'cloud-web',
  'icloud.approval-needed': 'cloud-approval',
};
