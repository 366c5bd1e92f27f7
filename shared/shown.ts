import { assertNever } from './assert-never.ts';
import { mapOfLook, mapOfPlan, mapOfRescue } from './map.ts';
import type { ServerMap } from './map/shape.ts';
import { reportOfRescue } from './report.ts';
import { renderText } from './report/text.ts';
import { foundTexts } from './told.ts';
import { rescueAtWork } from './screens/work-rows.ts';
import type { Known, OpenWizard, ShownKnown } from './wizard.ts';

/** The picture of the server: what is; what will be, once that is looked at; what became, once it is being done. */
export function shownMap({
  stage,
  look,
  plan,
  rescues,
  activity,
}: Pick<OpenWizard, 'stage' | 'look' | 'plan' | 'rescues' | 'activity'>): ServerMap {
  const { facts, diagnosis } = look;
  const planned = plan?.plan ?? { choice: null, changes: [] };
  switch (stage) {
    case 'diagnose':
    case 'certificate':
    case 'rerun-setup':
      return mapOfLook(facts, diagnosis);
    case 'review':
      return mapOfPlan(facts, diagnosis, planned);
    case 'rebind':
    case 'finish': {
      // While a rescue that begins is not written down yet, its plan is shown.
      const rescue = rescueAtWork({ rescues, activity });
      return rescue === null ? mapOfPlan(facts, diagnosis, planned) : mapOfRescue(rescue, activity);
    }
    default:
      return assertNever(stage);
  }
}

/** What is known, as the window shows it: what was done is told by its reports. */
export function shownKnown(known: Known): ShownKnown {
  const { look, rescues, dataFolder } = known;
  return {
    ...known,
    map: mapOfLook(look.facts, look.diagnosis),
    found: foundTexts(look),
    reports: rescues.toReversed().map((rescue) => renderText(reportOfRescue(rescue, dataFolder))),
  };
}
