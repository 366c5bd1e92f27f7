import { valueOr } from '../../shared/reading.ts';
import { mayRescue } from '../../shared/diagnosis.ts';
import type { Look } from '../../shared/look.ts';
import { lookAt } from '../../shared/look.ts';
import type { Plan } from '../../shared/plan-shape.ts';
import { undoScope } from '../../shared/rescue.ts';
import { rebindScreen, waysOn } from '../../shared/screens/rebind-screen.ts';
import type { Way, WayOn } from '../../shared/screens/rebind-screen.ts';
import { offeredPutBack } from '../../shared/screens/put-back-screen.ts';
import { changedSoFar } from '../../shared/screens/changed-so-far.ts';
import { stopText } from '../../shared/text/english/changes.ts';
import { becauseText } from '../../shared/text/english/codes.ts';
import { consoleWords, endedText } from '../../shared/text/english/console.ts';
import { frameWords } from '../../shared/text/english/frame.ts';
import { wrap } from '../../shared/text/wrap.ts';
import type { Thumbprint } from '../../shared/thumbprint.ts';
import { standing, undoableAlone } from '../../shared/undo-alone.ts';
import type { StandingChange } from '../../shared/undo-alone.ts';
import { reachableStages } from '../../shared/wizard.ts';
import { look } from '../conductor.ts';
import type { Ended } from '../conductor.ts';
import { checkRoom } from '../data-folder.ts';
import { ofFolder } from '../session.ts';
import { chooseCertificate } from './console-choice.ts';
import type { Chosen } from './console-choice.ts';
import {
  carryOutQuestion,
  goOnQuestion,
  putBackQuestion,
  undoOneQuestion,
  undoQuestion,
  unfinishedQuestion,
} from './console-questions.ts';
import {
  certificateStageText,
  diagnoseStageText,
  finishStageText,
  movingText,
  putBackText,
  rerunStageText,
  restText,
  reviewStageText,
  saidText,
} from './console-stages.ts';
import type { Moment } from './console-stages.ts';
import type { ConsoleNeeds } from './console-needs.ts';
import { keepReports } from './keep-report.ts';
import { exit } from './output.ts';
import { notPutBack, notThisOne } from './put-back-end.ts';
import { ended, whyNothingPlanned } from './rescue-end.ts';
import { refuse } from './session.ts';
import { undoStatus } from './undo-status.ts';

/** What comes after a part of the conversation: its end with an exit status, or the same once more from where it stands. */
type Next = { readonly kind: 'end'; readonly status: number } | { readonly kind: 'once-more' };

const onceMore: Next = { kind: 'once-more' };
const end = (status: number): Next => ({ kind: 'end', status });

/** The whole rescue on a console: what the window shows in its stages, as questions with numbered answers. */
export class ConsoleRescue {
  readonly #needs: ConsoleNeeds;

  constructor(needs: ConsoleNeeds) {
    this.#needs = needs;
  }

  /** Its exit status. */
  async run(): Promise<number> {
    this.#say(wrap(consoleWords.opening(frameWords.product), '', ''));
    for (;;) {
      const next =
        this.#conductor.unfinished === null ? await this.#fromTheStart() : await this.#fromUnfinished();
      if (next.kind === 'end') return next.status;
    }
  }

  #fromTheStart(): Promise<Next> {
    const { wanted } = this.#needs;
    return wanted.kind === 'put-back' ? this.#fromPutBack(wanted.certificate) : this.#fromDiagnosis();
  }

  async #fromDiagnosis(): Promise<Next> {
    const { asker } = this.#needs;
    const found = await this.#look();
    this.#say(diagnoseStageText(found, this.#conductor.rescues));
    if (!mayRescue(found.diagnosis)) return this.#withoutRescue(found);
    const goOn = await asker.ask(goOnQuestion);
    if (goOn.kind === 'end-of-input' || goOn.answer === 'end') return this.#nothingMore();
    return this.#choose(found, null);
  }

  /** Nothing is to be cured: it is said why, and the real certificate is offered where it can be put back. */
  async #withoutRescue(found: Look): Promise<Next> {
    const { rescues } = this.#conductor;
    const offered = offeredPutBack(found, rescues) !== null;
    if (offered) this.#say(`\n${putBackText(found)}`);
    const asked = offered ? await this.#needs.asker.ask(putBackQuestion) : null;
    if (asked?.kind === 'answer' && asked.answer === 'go-on') return this.#putBack(found);
    const status = whyNothingPlanned(found, this.#needs.output);
    const mayRunSetup = reachableStages(found, rescues, { kind: 'idle' }).includes('rerun-setup');
    if (status === exit.done && mayRunSetup) this.#say(rerunStageText(found, rescues, this.#directory));
    return end(status);
  }

  async #fromPutBack(certificate: Thumbprint | null): Promise<Next> {
    const found = await this.#look();
    const told = { ...this.#needs, json: 'words' } as const;
    if (found.putBack.kind !== 'offered') return end(notPutBack(found, told));
    this.#say(`\n${putBackText(found)}`);
    if (certificate === null) return this.#putBack(found);
    const choice = { kind: 'put-back', thumbprint: certificate } as const;
    const look = lookAt(found.facts, this.#needs.identity(found.facts), choice);
    if (look.planned.kind !== 'planned') return end(notThisOne(certificate, look, told));
    return this.#choose(look, { look, plan: look.planned.plan });
  }

  #putBack({ facts, putBack }: Look): Promise<Next> {
    if (putBack.kind !== 'offered') throw new Error('No put-back is offered');
    return this.#choose(lookAt(facts, this.#needs.identity(facts), putBack.choice), null);
  }

  /**
   * From the certificate to the plan, and back as often as it is wanted.
   * @param named what was chosen before; `null` where it is asked for
   */
  async #choose(found: Look, named: Chosen | null): Promise<Next> {
    const { asker } = this.#needs;
    for (let first = named; ; first = null) {
      if (first === null) this.#say(certificateStageText(found, this.#conductor.rescues));
      const chosen = first ?? (await chooseCertificate(found, this.#needs));
      if (chosen === null) return this.#nothingMore();
      const { rescues } = this.#conductor;
      this.#say(reviewStageText(chosen.look, chosen.plan, rescues, this.#directory));
      const asked = await asker.ask(carryOutQuestion(chosen.plan));
      if (asked.kind === 'end-of-input' || asked.answer === 'end') return this.#nothingMore();
      if (asked.answer === 'begin') return this.#begin(chosen.look, chosen.plan);
    }
  }

  async #begin({ facts, diagnosis }: Look, plan: Plan): Promise<Next> {
    const { output } = this.#needs;
    const full = checkRoom(this.#directory, valueOr(facts.filesToKeep, []));
    if (full !== null) return end(refuse(ofFolder(full), { output, json: 'words' }));
    return this.#rebind('rebinding', () => this.#conductor.begin(facts, diagnosis, plan));
  }

  /** An unfinished rescue is the first thing that is asked about; Enter alone leaves it as it is. */
  async #fromUnfinished(): Promise<Next> {
    const { asker } = this.#needs;
    const { rescues } = this.#conductor;
    const screen = rebindScreen({ rescues, activity: { kind: 'idle' } });
    const going = 'way' in screen ? screen.way : 'rebinding';
    this.#say(restText(rescues, this.#now));
    // One change that stands by itself is what undoing everything takes back.
    const undoable = standing(rescues).length > 1 ? undoableAlone(rescues) : [];
    const asked = await asker.ask(
      unfinishedQuestion(waysOn(screen, rescues), going, undoable, undoScope(rescues)),
    );
    if (asked.kind === 'end-of-input' || asked.answer === 'nothing') return this.#nothingMore();
    if (asked.answer === 'undo-one') return this.#undoOne(undoable);
    return this.#goOn(asked.answer, going);
  }

  async #goOn(way: WayOn, going: Way): Promise<Next> {
    const { asker } = this.#needs;
    switch (way) {
      case 'continue':
        return this.#rebind(going, () => this.#conductor.resume());
      case 'undo': {
        const scope = undoScope(this.#conductor.rescues);
        const sure = await asker.ask(undoQuestion(scope));
        if (sure.kind === 'end-of-input') return this.#nothingMore();
        // The same is asked once more.
        if (sure.answer === 'leave') return onceMore;
        return this.#rebind('undoing', () => this.#conductor.undo(scope));
      }
      case 'start-over':
        return this.#startOver();
    }
  }

  async #undoOne(undoable: readonly StandingChange[]): Promise<Next> {
    const which = await this.#needs.asker.ask(undoOneQuestion(undoable));
    if (which.kind === 'end-of-input') return this.#nothingMore();
    const name = which.answer;
    if (name === 'none') return onceMore;
    return this.#rebind('undoing-one', () => this.#conductor.undoOne(name));
  }

  async #startOver(): Promise<Next> {
    const { interrupt } = this.#needs;
    const left = await interrupt.during({ underWay: 'settling', stop: () => undefined }, () =>
      this.#conductor.leave(),
    );
    if (left.kind === 'journal-failed') return end(this.#tell(left));
    await this.#keepReports();
    return interrupt.wasAsked ? this.#nothingMore() : onceMore;
  }

  async #rebind(way: Way, move: () => Promise<Ended>): Promise<Next> {
    const { interrupt } = this.#needs;
    this.#say(movingText(way, this.#conductor.rescues, this.#now));
    const how = await interrupt.during(
      {
        underWay: way === 'rebinding' ? 'change' : 'undo',
        stop: () => {
          this.#conductor.stopAfterThisChange();
        },
      },
      move,
    );
    // What is known is nowhere else, so it is told whole.
    if (how.kind === 'journal-failed') return end(this.#tell(how));
    const { rescues, unfinished } = this.#conductor;
    if (how.kind === 'stopped') {
      // Where nothing was begun there is nothing to be asked about.
      if (unfinished !== null && !interrupt.wasAsked) return onceMore;
      this.#say(unfinished === null ? wrap(stopText(how.because), '', '') : restText(rescues, this.#now));
      return this.#nothingMore();
    }
    // Where one change was taken back, the rescue may still be gone on with.
    if (unfinished !== null && !interrupt.wasAsked) return onceMore;
    this.#say(restText(rescues, this.#now));
    if (how.kind === 'repaired') return this.#finish();
    this.#say(finishStageText(rescues, await this.#keepReports(), this.#directory));
    return end(undoStatus(rescues));
  }

  /** After a rescue Setup is next; what it needs is seen on the server as it is now. */
  async #finish(): Promise<Next> {
    const report = await this.#keepReports();
    const isPutBack = this.#conductor.rescues.at(-1)?.start.purpose === 'put-back';
    if (!isPutBack) this.#say(rerunStageText(await this.#look(), this.#conductor.rescues, this.#directory));
    this.#say(finishStageText(this.#conductor.rescues, report, this.#directory));
    return end(exit.done);
  }

  async #nothingMore(): Promise<Next> {
    const { rescues } = this.#conductor;
    if (rescues.length > 0) this.#say(`\n${await this.#keepReports()}`);
    const said = endedText(changedSoFar(rescues, { kind: 'idle' }), this.#directory, undoScope(rescues));
    this.#needs.output.complain(saidText(said));
    return end(exit.stopped);
  }

  /** Where the report lies, or why it was not saved. */
  async #keepReports(): Promise<string> {
    const kept = await keepReports(this.#conductor.rescues, this.#directory);
    return kept.kind === 'read'
      ? consoleWords.report(kept.value)
      : consoleWords.reportNotSaved(becauseText(kept.because));
  }

  #look(): Promise<Look> {
    const { session, identity } = this.#needs;
    this.#say(`\n${consoleWords.looking}`);
    return look(session.server, identity);
  }

  #tell(how: Ended): number {
    const { session, output } = this.#needs;
    return ended(how, session, { output, json: 'words' });
  }

  #say(text: string): void {
    this.#needs.output.line(text);
  }

  get #conductor() {
    return this.#needs.session.conductor;
  }

  get #directory(): string {
    return this.#needs.session.directory;
  }

  get #now(): Moment {
    const { clock } = this.#needs;
    return { takenAt: clock.now().toISOString(), utcOffsetMinutes: clock.utcOffsetMinutes() };
  }
}
