// The contrast of every visible text in a page's pictures: see accessible.svg_text_contrast.
({ selector, all }) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();

  // A colour as [r, g, b, alpha], 0 to 255 and 0 to 1; null where nothing is painted.
  function colour(text) {
    if (!text || text === "none" || text === "transparent") return null;
    if (!known.has(text)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = "#000";
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(text, a ? [r, g, b, a / 255] : null);
    }
    return known.get(text);
  }

  // What a fill or a stroke may show: one colour, or each of a pattern's or a gradient's.
  function paints(value) {
    const server = /^url\(["']?#([^"')]+)["']?\)\s*(.*)$/.exec(value || "");
    if (!server) return [colour(value)].filter(Boolean);
    const element = document.getElementById(server[1]);
    if (!element) return [colour(server[2])].filter(Boolean);
    const found = [];
    for (const part of element.querySelectorAll("*")) {
      const style = getComputedStyle(part);
      if (part.localName === "stop") found.push(style.stopColor);
      else found.push(style.fill, style.stroke);
    }
    return found.map(colour).filter(Boolean);
  }

  function over(top, alpha, ground) {
    const a = top[3] * alpha;
    return [0, 1, 2].map((i) => top[i] * a + ground[i] * (1 - a)).concat(1);
  }

  function luminance(c) {
    const [r, g, b] = c
      .map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ratio(a, b) {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  }

  // Opacity of an element with that of all that it stands in, up to `top`.
  function opacity(element, top) {
    let product = 1;
    for (let each = element; each && each !== top; each = each.parentElement)
      product *= Number(getComputedStyle(each).opacity);
    return product;
  }

  function shown(element) {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    return element.closest("defs, pattern, clipPath, mask, symbol, marker") === null;
  }

  // The grounds of the picture and of all that it stands in, the nearest last.
  function ground(svg) {
    const scheme = getComputedStyle(document.documentElement).colorScheme;
    const night =
      scheme.includes("dark") &&
      (!scheme.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches);
    let painted = night ? [18, 18, 18, 1] : [255, 255, 255, 1];
    const chain = [];
    for (let each = svg; each; each = each.parentElement) chain.unshift(each);
    for (const each of chain) {
      const own = colour(getComputedStyle(each).backgroundColor);
      if (own) painted = over(own, 1, painted);
    }
    return painted;
  }

  function hit(shape, x, y) {
    const matrix = shape.element.getScreenCTM();
    if (!matrix) return [];
    const point = new DOMPoint(x, y).matrixTransform(matrix.inverse());
    const layers = [];
    if (shape.fills.length && shape.element.isPointInFill(point)) layers.push([shape.fills, shape.fillAlpha]);
    if (shape.strokes.length && shape.element.isPointInStroke(point))
      layers.push([shape.strokes, shape.strokeAlpha]);
    return layers;
  }

  // A text's own words, and those of its tspans, each with its own style.
  function pieces(svg) {
    return [...svg.querySelectorAll("text, tspan, textPath")].filter(
      (each) =>
        shown(each) &&
        [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()),
    );
  }

  function box(element) {
    // The box of a tspan is that of its own words
    const range = document.createRange();
    range.selectNodeContents(element);
    const found = range.getBoundingClientRect();
    return found.width ? found : element.getBoundingClientRect();
  }

  const told = [];
  for (const svg of document.querySelectorAll(selector)) {
    if (svg.ownerSVGElement || !shown(svg)) continue;
    const page = ground(svg);
    const shapes = [...svg.querySelectorAll("rect, circle, ellipse, line, polyline, polygon, path")]
      .filter(shown)
      .map((element) => {
        const style = getComputedStyle(element);
        const alpha = opacity(element, svg);
        const wide = parseFloat(style.strokeWidth) || 0;
        const rect = element.getBoundingClientRect();
        return {
          element,
          rect,
          wide,
          fills: element.localName === "line" ? [] : paints(style.fill),
          strokes: wide ? paints(style.stroke) : [],
          fillAlpha: alpha * Number(style.fillOpacity),
          strokeAlpha: alpha * Number(style.strokeOpacity),
        };
      })
      .filter((shape) => shape.fills.length || shape.strokes.length);
    for (const text of pieces(svg)) {
      const style = getComputedStyle(text);
      const fill = colour(style.fill);
      const area = box(text);
      const alpha = opacity(text, svg) * Number(style.fillOpacity);
      if (!fill || !area.width || !area.height || alpha < 0.05) continue;
      const matrix = text.getScreenCTM();
      const scale = matrix ? Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) : 1;
      const size = parseFloat(style.fontSize) * scale;
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const halo =
        style.paintOrder.trim().startsWith("stroke") && parseFloat(style.strokeWidth) >= 2
          ? colour(style.stroke)
          : null;
      const behind = shapes.filter(
        ({ element, rect, wide }) =>
          text.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING &&
          rect.left - wide <= area.right &&
          rect.right + wide >= area.left &&
          rect.top - wide <= area.bottom &&
          rect.bottom + wide >= area.top,
      );
      const points = [];
      for (const across of [0.1, 0.3, 0.5, 0.7, 0.9]) {
        for (const down of [0.3, 0.5, 0.7]) {
          const x = area.left + across * area.width;
          const y = area.top + down * area.height;
          let grounds = [page];
          for (const shape of behind) {
            for (const [colours, painted] of hit(shape, x, y)) {
              // Of a pattern each colour may stand here, and what is under it
              const next = colours.flatMap((each) => grounds.map((under) => over(each, painted, under)));
              grounds = (colours.length > 1 ? next.concat(grounds) : next).slice(0, 16);
            }
          }
          if (halo) grounds = grounds.map((under) => over(halo, alpha * Number(style.strokeOpacity), under));
          const worst = grounds
            .map((under) => [ratio(over(fill, alpha, under), under), under])
            .sort((a, b) => a[0] - b[0])[0];
          points.push(worst);
        }
      }
      points.sort((a, b) => a[0] - b[0]);
      const [found, under] = points[3];
      const needed = large ? 3 : 4.5;
      const hex = (c) =>
        "#" +
        c
          .slice(0, 3)
          .map((v) => Math.round(v).toString(16).padStart(2, "0"))
          .join("");
      if (all || found < needed) {
        told.push({
          text: text.textContent.trim().slice(0, 60),
          ratio: Math.round(found * 100) / 100,
          needed,
          large,
          fill: hex(over(fill, alpha, under)),
          behind: hex(under),
          where: text.closest("[id]")?.id ?? "",
        });
      }
    }
  }
  return told;
};
