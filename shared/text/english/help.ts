/** The words of this program's trade that somebody may meet here for the first time. */
export type Term = 'binding' | 'thumbprint' | 'private-key' | 'watermark';

/** The question, and its answer in two sentences at most. */
export const help: Readonly<Record<Term, { readonly question: string; readonly answer: string }>> = {
  binding: {
    question: 'What is a binding?',
    answer:
      'It tells IIS at which address and port a site answers, such as 443. Windows keeps beside it which certificate is shown there.',
  },
  thumbprint: {
    question: 'What is a thumbprint?',
    answer:
      'The 40 digits that name one certificate and no other. Certificates may have the same name, but never the same thumbprint.',
  },
  'private-key': {
    question: 'What is a private key?',
    answer:
      'The secret half of a certificate, which Windows keeps on this server: without it, a certificate cannot be used here. Setup has to open it, and to change who may use it.',
  },
  watermark: {
    question: 'What is a watermark?',
    answer:
      'The mark that Setup leaves in the registry of how far it came, so that its next run goes on there. Leave it: Setup removes it itself.',
  },
};
