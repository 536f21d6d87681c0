// A picture to take along: its drawing as SVG or PNG, its table as CSV. Nothing leaves the browser but a file.
"use strict";
(() => {
  const XMLNS = "http://www.w3.org/2000/svg";
  const SCALE = 2; // PNG pixels for each unit
  const LINE = 18;
  const LETTERS = 100; // of a line over or under a drawing
  const dutch = klantreis.language === "nl";

  function lines(words) {
    const found = [""];
    for (const word of words.split(/\s+/)) {
      const line = found.at(-1);
      if (line && line.length + 1 + word.length > LETTERS) found.push(word);
      else found[found.length - 1] = line ? `${line} ${word}` : word;
    }
    return found;
  }

  // The drawing with its title above and its n below: light, and whole without the page.
  function standAlone(figure) {
    const shown = figure.querySelector("svg");
    const drawing = shown.cloneNode(true);
    const [, , width, height] = shown.getAttribute("viewBox").split(" ").map(Number);
    const title = lines(shown.querySelector("title").textContent);
    const below = lines(figure.querySelector("figcaption").textContent.trim());
    const above = title.length * 22 + 12;
    const box = [-16, -above - 12, width + 32, above + height + below.length * LINE + 36];
    drawing.setAttribute("viewBox", box.join(" "));
    drawing.setAttribute("width", box[2]);
    drawing.setAttribute("height", box[3]);
    const ground = document.createElementNS(XMLNS, "rect");
    for (const [at, name] of ["x", "y", "width", "height"].entries()) ground.setAttribute(name, box[at]);
    ground.setAttribute("fill", "#ffffff");
    drawing.insertBefore(ground, drawing.querySelector("desc").nextSibling);
    const ink = shown.querySelector("text.f-ink")?.getAttribute("fill") ?? "#000000";
    const write = (words, y, size, weight) => {
      const text = document.createElementNS(XMLNS, "text");
      for (const [name, value] of Object.entries({
        x: 0,
        y,
        fill: ink,
        "font-size": size,
        "font-weight": weight,
      })) {
        text.setAttribute(name, value);
      }
      text.textContent = words;
      drawing.append(text);
    };
    title.forEach((words, at) => write(words, -above + 14 + at * 22, 17, "bold"));
    below.forEach((words, at) => write(words, height + 22 + at * LINE, 12, "normal"));
    for (const element of drawing.querySelectorAll("[class]")) element.removeAttribute("class");
    return { text: new XMLSerializer().serializeToString(drawing), width: box[2], height: box[3] };
  }

  async function png(figure) {
    const { text, width, height } = standAlone(figure);
    const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    try {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(width * SCALE);
      canvas.height = Math.round(height * SCALE);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  // What a spreadsheet would take for a formula gets an apostrophe; a number stays a number (outputs/spreadsheet.py).
  const FORMULA = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;
  const QUOTE = '"';
  const SPECIAL = /[";,\n\r]/;

  function cell(element, kind) {
    const raw = element.dataset.value;
    const isNumber = ["number", "percent", "days"].includes(kind);
    const words = raw ?? element.textContent.trim();
    if (isNumber && raw) return dutch ? raw.replace(".", ",") : raw;
    return quoted(words);
  }

  function quoted(words) {
    const harmless = FORMULA.test(words) ? `'${words}` : words;
    if (!SPECIAL.test(harmless)) return harmless;
    return [QUOTE, harmless.replaceAll(QUOTE, QUOTE + QUOTE), QUOTE].join("");
  }

  function csv(figure) {
    const heads = [...figure.querySelectorAll("thead th")];
    const kinds = heads.map((head) => head.dataset.kind);
    const named = heads.map((head) => head.dataset.heading);
    const rows = [...figure.querySelectorAll("tbody tr")].map((row) =>
      [...row.cells].map((each, at) => cell(each, kinds[at])),
    );
    const text = [named.map(quoted), ...rows].map((row) => row.join(dutch ? ";" : ",")).join("\r\n");
    return new Blob([`\ufeff${text}\r\n`], { type: "text/csv;charset=utf-8" });
  }

  const making = {
    svg: (figure) => new Blob([standAlone(figure).text], { type: "image/svg+xml" }),
    png,
    csv,
  };

  function give(blob, name) {
    const url = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  const said = document.getElementById("download-melding");
  for (const figure of document.querySelectorAll("figure[data-name]")) {
    const buttons = figure.querySelectorAll("button[data-download]");
    for (const button of buttons) {
      button.addEventListener("click", async () => {
        const kind = button.dataset.download;
        const name = ["klantreis", figure.dataset.name, figure.dataset.date].filter(Boolean).join("-");
        give(await making[kind](figure), `${name}.${kind}`);
        if (said) {
          said.textContent = klantreis.text("{name} is klaargezet als download.", {
            name: `${name}.${kind}`,
          });
        }
      });
      button.parentElement.hidden = false;
    }
  }
})();
