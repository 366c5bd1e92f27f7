/** The dialog that asks where a report shall be saved. */
export const savingWords = { title: 'Save the report', pdf: 'PDF' } as const;
