// What `npm audit --json` prints, understood: also that it could not ask.

/** See audit-answer.d.mts. */
export function readAudit(printed) {
  const report = parsed(printed);
  if (report?.vulnerabilities === undefined || report.metadata?.dependencies === undefined) {
    return { kind: 'no-answer', because: whyNot(report) };
  }
  const weaknesses = Object.values(report.vulnerabilities).map(({ name, severity, via }) => ({
    name,
    severity,
    titles: via.map((cause) => (typeof cause === 'string' ? `by ${cause}` : cause.title)),
  }));
  return { kind: 'answer', packages: report.metadata.dependencies.total, weaknesses };
}

/** See audit-answer.d.mts. */
export function graveIn({ weaknesses }) {
  return weaknesses.filter(({ severity }) => severity === 'high' || severity === 'critical');
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** In a word or two; without the address, which is of no use to whoever reads it. */
function whyNot(report) {
  if (typeof report?.statusCode === 'number') return `it answers ${report.statusCode}`;
  return report?.error?.code ?? 'npm printed no answer';
}
