/* What gradio leaves in English or without a role, made right in the browser. Words come from words/. */
(() => {
  const words = window.iaWords;
  // gradio chooses its own language by the browser's; this page has one language for everybody.
  Object.defineProperty(navigator, "language", { get: () => words.language });
  Object.defineProperty(navigator, "languages", { get: () => [words.language] });

  const translate = (text) => words.gradio[text.trim()] || null;

  const renameAttributes = (element) => {
    for (const name of ["aria-label", "title", "data-title"]) {
      const value = element.getAttribute(name);
      const dutch = value && translate(value);
      if (dutch && dutch !== value) element.setAttribute(name, dutch);
    }
  };
  // Only gradio's own notices: never the chat, where a user may well have typed such a word.
  const renameNotice = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const dutch = translate(node.nodeValue);
      if (dutch && dutch !== node.nodeValue) node.nodeValue = dutch;
    }
  };
  const give = (selector, attributes) => {
    for (const element of document.querySelectorAll(selector)) {
      for (const [name, value] of Object.entries(attributes)) {
        if (element.getAttribute(name) !== value) element.setAttribute(name, value);
      }
    }
  };
  // gradio names every radio button apart, so that arrow keys and "2 of 5" do not work, and gives the group no name.
  const mendRadios = () => {
    document.querySelectorAll("fieldset").forEach((group, number) => {
      const title = group.querySelector('[data-testid="block-info"]');
      if (title) group.setAttribute("aria-label", title.textContent.trim());
      group.setAttribute("role", "radiogroup");
      for (const radio of group.querySelectorAll('input[type="radio"]')) {
        if (radio.name !== `ia-${number}`) radio.name = `ia-${number}`;
      }
    });
  };
  let planned = false;
  const mend = () => {
    planned = false;
    give("#ia-status", { role: "status", "aria-live": "polite" });
    mendRadios();
    // gradio reads the whole message out as a label, with all its Markdown signs.
    give("#ia-chat [data-testid=user]", { role: "group", "aria-label": words.question });
    give("#ia-chat [data-testid=bot]", { role: "group", "aria-label": words.answer });
    // Names of Dutch laws, on the English page too.
    give(".ia-citations label:has(input)", { lang: "nl" });
    document.querySelectorAll("[aria-label], button[title], [data-title]").forEach(renameAttributes);
    document.querySelectorAll(".toast-wrap, .toast-body").forEach(renameNotice);
  };
  const plan = () => {
    if (!planned) {
      planned = true;
      requestAnimationFrame(mend);
    }
  };
  // On a phone the offices would push the question off the screen: their heading says what is chosen. The heading
  // does not listen until gradio is done, so a few tries.
  const fold = (tries) => {
    const button = document.querySelector(".ia-settings > button");
    if (button && !button.classList.contains("open")) return;
    if (button) button.click();
    if (tries > 0) setTimeout(fold, 150, tries - 1);
  };
  const start = () => {
    new MutationObserver(plan).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
    plan();
    // Not sooner: this script comes before the line that tells a phone how wide it is.
    if (window.matchMedia("(max-width: 520px)").matches) fold(40);
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);

  const inside = () => {
    const [box, cited] = [document.getElementById("ia-article"), document.getElementById("ia-cited")];
    if (!box || !cited || box.scrollHeight <= box.clientHeight) return false;
    box.scrollTop += cited.getBoundingClientRect().top - box.getBoundingClientRect().top - 60;
    return true;
  };
  // After an answer: the question that was asked at the top of the window, so that reading starts at the beginning.
  window.iaShowLast = () => {
    setTimeout(() => {
      const asked = document.querySelectorAll("#ia-chat .user-row");
      if (asked.length) asked[asked.length - 1].scrollIntoView({ block: "start" });
      inside();
    }, 150);
  };
  // The answer as a document: the browser saves it, and forgets it.
  window.iaSave = (file) => {
    if (!file) return;
    const { name, type, content } = JSON.parse(file);
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    const link = Object.assign(document.createElement("a"), { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  // The answer on the clipboard; the status line tells whether the browser allowed it.
  window.iaCopy = (text) => {
    if (!text) return;
    const tell = (word) => {
      const status = document.querySelector("#ia-status p, #ia-status .prose") || document.getElementById("ia-status");
      if (status) status.textContent = word;
    };
    (navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject()).then(() => tell(words.copied), () => tell(words.not_copied));
  };
  // A reference in the last answer opens in the panel, where the link to the official text stands too. With Ctrl or the middle
  // button, and in earlier answers, it opens that text as any link does.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#ia-chat .bot-row a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const rows = document.querySelectorAll("#ia-chat .bot-row");
    if (link.closest(".bot-row") !== rows[rows.length - 1]) return;
    const name = link.textContent.trim().toLowerCase();
    const choice = [...document.querySelectorAll(".ia-citations label:has(input)")].find((label) => label.textContent.trim().toLowerCase() === name);
    if (!choice) return;
    event.preventDefault();
    choice.querySelector("input").click();
    const panel = document.getElementById("bron");
    panel.setAttribute("tabindex", "-1");
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
    window.iaShowCited();
  });
  // After a choice: the marked lid in view, with as little movement as can be.
  window.iaShowCited = () => {
    setTimeout(() => inside() || document.getElementById("ia-cited")?.scrollIntoView({ block: "nearest" }), 150);
  };
})();
