/** A way that a page could take to show another in its place, or beside it. */
type WayElsewhere = (address: string) => unknown;

/** Each function is evaluated in the page: it sees nothing of this file. */
export const waysElsewhere: Readonly<Record<string, WayElsewhere>> = {
  'location.href': (address) => (location.href = address),
  'location.replace': (address) => {
    location.replace(address);
  },
  'a link': (address) => {
    const link = document.createElement('a');
    link.href = address;
    document.body.append(link);
    link.click();
    link.remove();
  },
  'a link to the top': (address) => {
    const link = document.createElement('a');
    link.href = address;
    link.target = '_top';
    document.body.append(link);
    link.click();
    link.remove();
  },
  'a link to another window': (address) => {
    const link = document.createElement('a');
    link.href = address;
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.remove();
  },
  'a form': (address) => {
    const form = document.createElement('form');
    form.action = address;
    document.body.append(form);
    form.submit();
    form.remove();
  },
  'a page that turns itself': (address) => {
    const turn = document.createElement('meta');
    turn.httpEquiv = 'refresh';
    turn.content = `0; url=${address}`;
    document.head.append(turn);
    turn.remove();
  },
  'window.open': (address) => globalThis.open(address) === null,
  'window.open in its place': (address) => globalThis.open(address, '_self') === null,
  'a window without a way back': (address) => globalThis.open(address, '_blank', 'noopener') === null,
  'a frame that turns the top': (address) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const link = frame.contentDocument!.createElement('a');
    link.href = address;
    link.target = '_top';
    frame.contentDocument!.body.append(link);
    link.click();
    frame.remove();
  },
  'the history': (address) => {
    try {
      history.pushState(null, '', address);
    } catch (error) {
      return String(error);
    }
    history.replaceState(null, '', 'app://cu-rescue/index.html');
    return null;
  },
};
