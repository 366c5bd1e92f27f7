/** The six screens of the wizard, in their order. */
export const stages = ['diagnose', 'certificate', 'review', 'rebind', 'rerun-setup', 'finish'] as const;

export type Stage = (typeof stages)[number];
