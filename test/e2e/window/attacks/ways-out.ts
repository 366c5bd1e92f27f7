/** A way that a page could take to reach somebody: it has come to its end when it answers. */
type WayOut = (port: number) => Promise<unknown>;

/**
 * Every way out of a page. Each function is evaluated in the page: it sees nothing of this file.
 */
export const waysOut: Readonly<Record<string, WayOut>> = {
  fetch: (port) => fetch(`http://127.0.0.1:${port}/`, { mode: 'no-cors' }).catch(String),
  'a fetch that outlives the page': (port) =>
    fetch(`http://127.0.0.1:${port}/`, { mode: 'no-cors', keepalive: true }).catch(String),
  XMLHttpRequest: (port) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.onloadend = resolve;
      request.open('GET', `http://127.0.0.1:${port}/`);
      request.send();
    }),
  WebSocket: (port) =>
    new Promise((resolve) => {
      new WebSocket(`ws://127.0.0.1:${port}/`).onerror = resolve;
    }),
  EventSource: (port) =>
    new Promise((resolve) => {
      new EventSource(`http://127.0.0.1:${port}/`).onerror = resolve;
    }),
  sendBeacon: (port) => Promise.resolve(navigator.sendBeacon(`http://127.0.0.1:${port}/`, 'secret')),
  'an image': (port) =>
    new Promise((resolve) => {
      const image = new Image();
      image.onerror = image.onload = resolve;
      image.src = `http://127.0.0.1:${port}/`;
    }),
  'a picture of a style': (port) => {
    const style = new CSSStyleSheet();
    style.replaceSync(`body { background: url(http://127.0.0.1:${port}/) }`);
    document.adoptedStyleSheets = [style];
    return new Promise((resolve) => {
      requestAnimationFrame(() => {
        document.adoptedStyleSheets = [];
        resolve(null);
      });
    });
  },
  'a font': (port) => new FontFace('other', `url(http://127.0.0.1:${port}/)`).load().catch(String),
  'a film': (port) =>
    new Promise((resolve) => {
      const film = document.createElement('video');
      film.onerror = resolve;
      film.src = `http://127.0.0.1:${port}/`;
    }),
  'a worker': (port) =>
    new Promise((resolve) => {
      try {
        new Worker(`http://127.0.0.1:${port}/`).onerror = resolve;
      } catch (error) {
        resolve(String(error));
      }
    }),
  'a shared worker': (port) =>
    new Promise((resolve) => {
      try {
        new SharedWorker(`http://127.0.0.1:${port}/`).onerror = resolve;
      } catch (error) {
        resolve(String(error));
      }
    }),
  'a service worker': async (port) => {
    const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer };
    return serviceWorker?.register(`http://127.0.0.1:${port}/`).catch(String);
  },
  'a module': (port) =>
    new Promise((resolve) => {
      const script = document.createElement('script');
      script.type = 'module';
      script.onerror = script.onload = resolve;
      try {
        script.src = `http://127.0.0.1:${port}/`;
        document.head.append(script);
      } catch (error) {
        resolve(String(error));
      }
    }),
  'a frame': (port) =>
    new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.onload = frame.onerror = () => {
        frame.remove();
        resolve(null);
      };
      frame.src = `http://127.0.0.1:${port}/`;
      document.body.append(frame);
    }),
  'an object': (port) =>
    new Promise((resolve) => {
      const object = document.createElement('object');
      object.onerror = object.onload = () => {
        object.remove();
        resolve(null);
      };
      try {
        object.data = `http://127.0.0.1:${port}/`;
        document.body.append(object);
      } catch (error) {
        resolve(String(error));
      }
    }),
  'a plug-in': (port) =>
    new Promise((resolve) => {
      const plugin = document.createElement('embed');
      plugin.onerror = plugin.onload = resolve;
      try {
        plugin.src = `http://127.0.0.1:${port}/`;
        document.body.append(plugin);
      } catch (error) {
        resolve(String(error));
      }
    }),
  'links that are fetched': async (port) => {
    const relations = ['preload', 'prefetch', 'modulepreload', 'stylesheet', 'icon', 'manifest', 'prerender'];
    for (const relation of relations) {
      const link = document.createElement('link');
      link.rel = relation;
      link.as = 'image';
      link.href = `http://127.0.0.1:${port}/`;
      document.head.append(link);
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
    for (const link of document.querySelectorAll(`link[href*="${port}"]`)) link.remove();
  },
  'links that are connected to in advance': async (port) => {
    for (const relation of ['preconnect', 'dns-prefetch']) {
      const link = document.createElement('link');
      link.rel = relation;
      link.href = `http://127.0.0.1:${port}/`;
      document.head.append(link);
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
    for (const link of document.querySelectorAll(`link[href*="${port}"]`)) link.remove();
  },
  'a form': async (port) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = `http://127.0.0.1:${port}/`;
    document.body.append(form);
    form.submit();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    form.remove();
  },
  'the ping of a link': async (port) => {
    const link = document.createElement('a');
    link.href = '#';
    link.ping = `http://127.0.0.1:${port}/`;
    document.body.append(link);
    link.click();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    link.remove();
    history.replaceState(null, '', 'index.html');
  },
  WebRTC: async (port) => {
    const peer = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:127.0.0.1:${port}` },
        { urls: `turn:127.0.0.1:${port}?transport=udp`, username: 'a', credential: 'b' },
        { urls: `turn:127.0.0.1:${port}?transport=tcp`, username: 'a', credential: 'b' },
      ],
    });
    const gathered = new Promise((resolve) => {
      peer.onicegatheringstatechange = () => {
        if (peer.iceGatheringState === 'complete') resolve(null);
      };
    });
    peer.createDataChannel('out');
    await peer.setLocalDescription();
    await gathered;
    peer.close();
  },
};
