# What the scripts need from the system, and how they get it. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Debian packages, and in a word what each is for.
build_packages=(
  "libopenblas-dev:linear algebra"
  "liblapacke-dev:linear algebra, C interface"
  "libxml2-dev:validation of pages and figures"
  "libreadstat-dev:Stata, SPSS and SAS files"
  "libsuitesparse-dev:sparse factorisations of spatial weights"
  "libxgboost-dev:random forests and boosted trees"
  "zlib1g-dev:compressed SPSS files"
  "pkg-config:finding the libraries"
)
# Only for figures as PDF: `panelpress run --pdf`, and the key 'exports' of a study.
pdf_packages=(
  "librsvg2-bin:figures as PDF"
  "fonts-liberation:the font whose metrics figures use"
)
test_packages=(
  "libxml2-utils:a second opinion on pages"
  "librsvg2-bin:figures as PDF and PNG"
  "poppler-utils:pages of compiled tables as pictures"
  "fonts-dejavu-core:a font for rendered figures"
  "fonts-liberation:the font whose metrics figures use"
  "chromium:the report in a browser"
  "texlive-latex-base:compiling tables"
  "texlive-latex-recommended:booktabs"
  "texlive-latex-extra:threeparttable"
  "texlive-science:siunitx"
  "texlive-luatex:compiling tables with LuaLaTeX"
  "lmodern:fonts of compiled tables"
  "texlive-xetex:compiling tables with Han characters"
  "texlive-lang-chinese:Han characters in LaTeX"
  "fonts-noto-cjk:Han characters"
)

say() { printf '%s\n' "$*" >&2; }

# Installs the packages of a list that are missing: names and reasons first, then apt.
install_missing() {
  local missing=() entry name
  for entry in "$@"; do
    name=${entry%%:*}
    if ! dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed'; then
      missing+=("$name")
      say "  $name: ${entry#*:}"
    fi
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local elevate=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      say "These Debian packages are needed. Install them as root:"
      say "  apt-get install --no-install-recommends ${missing[*]}"
      exit 2
    }
    elevate=(sudo)
  fi
  say "PanelPress installs the Debian packages above (${#missing[@]}), which it needs."
  local log
  log=$(mktemp)
  if ! { "${elevate[@]}" apt-get update && "${elevate[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    say "The packages could not be installed; the last lines of apt-get are above."
    exit 2
  fi
  rm -f "$log"
}

require_debian() {
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null && return 0
  say "This script installs what it needs with apt-get, which this system does not have."
  say "Install the counterparts of these Debian packages, then use swift build and swift test:"
  printf '  %s\n' "${build_packages[@]%%:*}" >&2
  exit 2
}

require_swift() {
  command -v swift >/dev/null && return 0
  say "PanelPress is built with Swift 6.2 or later, which is not on this system's PATH."
  say "Install it from https://www.swift.org/install/linux/ and run this script again."
  exit 2
}

# OpenBLAS picks its kernels by the processor, and kernels differ in the last digit. Naming one
# kernel keeps results equal to the last bit on every processor that can run it.
if [ -z "${OPENBLAS_CORETYPE:-}" ] && grep -qm1 avx2 /proc/cpuinfo 2>/dev/null; then
  export OPENBLAS_CORETYPE=Haswell
fi
