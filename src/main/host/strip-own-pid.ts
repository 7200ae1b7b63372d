import { AppError } from '../../core/errors/app-error.ts';

/**
 * Another process can be told by its number; our own says nothing to anybody: what it does is on the screen, with a button
 * that cancels it.
 */
export const withoutOwnPid = (error: AppError): AppError => {
  const { pid, ...facts } = error.facts;
  return error.code === 'sync.running' && pid === process.pid ? new AppError(error.code, facts) : error;
};
