import { readFileSync } from 'node:fs';

/**
 * @param {string} path
 * @returns {unknown} what the JSON file holds; JSON.parse itself would answer `any`
 */
export function readJson(path) {
  return parseJson(readFileSync(path, 'utf8'));
}

/**
 * @param {string} text
 * @returns {unknown}
 */
export function parseJson(text) {
  return JSON.parse(text);
}
