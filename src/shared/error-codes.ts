import { catalogue } from './problems/catalogue.ts';

/** The name of a failure or warning; what it means is in its entry (shared/problems), how it reads in src/messages. */
export type ErrorCode = keyof typeof catalogue;

export const errorCodes = Object.keys(catalogue) as readonly ErrorCode[];

/** For what comes from a file or from another program: an older or newer version may have other codes. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(catalogue, value);
