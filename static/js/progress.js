// While work goes on in the background, ask how far it is and show it in place.
(() => {
  const look = async () => {
    const here = document.querySelector('[data-progress-open]');
    if (!here) return;
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: 'text/html' } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const now = page.querySelector('[data-progress]');
      if (now) here.replaceWith(document.importNode(now, true));
    } catch {
      // The network is away: the next look may find it.
    }
    window.setTimeout(look, 3000);
  };
  window.setTimeout(look, 2000);
})();
