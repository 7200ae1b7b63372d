import { utf8 } from './text.ts';

/** Bytes; a real one is a few thousand. */
export const maxConfiguration = 16 * 1024 * 1024;

/**
 * Whether configuration.yaml is a text that a YAML reader takes up at all: UTF-8, and no control characters but tabs and line
 * ends (YAML 1.1, 5.1). What is in it is Home Assistant's to judge; an empty one is fine.
 */
export const isReadableConfiguration = (bytes: Buffer): boolean => {
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
  return utf8(bytes) !== undefined;
};
