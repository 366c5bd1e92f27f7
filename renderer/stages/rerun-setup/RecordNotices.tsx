import { recordNewsTexts } from '../../../shared/text/english/rerun.ts';
import { frameOf } from '../../../shared/text/frame.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useOpenWizard } from '../../wizard.tsx';

/** What somebody else did to the bound records while Setup ran. */
export function RecordNotices() {
  const { recordNews, look } = useOpenWizard();
  const frame = frameOf(look.facts, look.diagnosis.at);
  return recordNews.map((news) => {
    const [title, ...texts] = recordNewsTexts(news, frame);
    return (
      <Notice
        key={news.endpoint}
        tone={news.kind === 'unread' ? 'unknown' : 'bad'}
        title={title}
        announced="at-once"
      >
        {texts.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </Notice>
    );
  });
}
