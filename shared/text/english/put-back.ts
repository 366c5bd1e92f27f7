/** What the window says of putting the real certificate back, besides what main tells it. */
export const putBackWords = {
  title: 'The real certificate',
  action: 'Put the real certificate back …',
  heading: 'Choose the certificate to put back',
  lead: 'Default Web Site gets it in place of the self-signed one, so that users are not warned any more. Exchange Back End keeps its own.',
  deed: (bindings: string) => `Put the certificate back on ${bindings}`,
} as const;
