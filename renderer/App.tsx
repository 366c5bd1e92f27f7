import { assertNever } from '../shared/assert-never.ts';
import type { Stage } from '../shared/stage.ts';
import { CertificateStage } from './stages/Certificate.tsx';
import { DiagnoseStage } from './stages/Diagnose.tsx';
import { FinishStage } from './stages/Finish.tsx';
import { RebindStage } from './stages/Rebind.tsx';
import { RerunSetupStage } from './stages/RerunSetup.tsx';
import { ReviewStage } from './stages/Review.tsx';
import { Opening, Shut } from './stages/Start.tsx';
import { useWizardState } from './wizard.tsx';

/** State → screen. */
export function App() {
  const state = useWizardState();
  switch (state.kind) {
    case 'opening':
      return <Opening waiting={state.waiting} />;
    case 'shut':
      return <Shut {...state} />;
    case 'open':
      return <StageOf stage={state.stage} />;
    default:
      return assertNever(state);
  }
}

/** Each stage is a component of its own, so going to one builds its screen anew, with the focus on its title. */
function StageOf({ stage }: { readonly stage: Stage }) {
  switch (stage) {
    case 'diagnose':
      return <DiagnoseStage />;
    case 'certificate':
      return <CertificateStage />;
    case 'review':
      return <ReviewStage />;
    case 'rebind':
      return <RebindStage />;
    case 'rerun-setup':
      return <RerunSetupStage />;
    case 'finish':
      return <FinishStage />;
    default:
      return assertNever(stage);
  }
}
