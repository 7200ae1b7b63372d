/** JSON's strings are YAML's as well, so only lists and objects are laid out. */
const isTree = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

const linesOf = (value: object, indent: string): string[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const head = Array.isArray(value) ? `${indent}-` : `${indent}${key}:`;
    if (!isTree(inner)) return [`${head} ${JSON.stringify(inner)}`];
    if (!Array.isArray(value)) return [head, ...linesOf(inner, `${indent}  `)];
    const [first = '', ...rest] = linesOf(inner, `${indent}  `);
    return [`${head} ${first.trimStart()}`, ...rest];
  });

/** What a person pastes into a file of Home Assistant: a list with one entry. */
export const yamlOf = (automation: object): string => `${linesOf([automation], '').join('\n')}\n`;
