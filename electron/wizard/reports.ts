import type { Reading } from '../../shared/reading.ts';
import type { Report } from '../../shared/report/shape.ts';
import type { Rescue } from '../../shared/rescue.ts';
import type { SavedReport } from '../../shared/wizard.ts';

/** What becomes of reports: files, paper. */
export interface Reports {
  /** Where the report of a rescue lies; `null` when it has not been saved since its last event. */
  savedOf(rescue: Rescue, directory: string): SavedReport | null;
  /** Saves it in its three forms beside the rescue's copies, over an older one of the same rescue. */
  save(rescue: Rescue, directory: string): Promise<Reading<SavedReport>>;
  /** Asks where, and saves it there as PDF; `null` when the answer was nowhere. */
  saveAs(report: Report): Promise<Reading<string | null>>;
  /** Asks which printer; `null` when the answer was none. */
  print(report: Report): Promise<Reading<'printed' | null>>;
}
