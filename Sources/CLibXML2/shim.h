#pragma once
#include <libxml/xmlversion.h>
/* Debian builds libxml2 with ICU, whose headers clash with the copy inside Foundation. Nothing
   here calls ICU, so its part of the libxml2 headers is switched off. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemastypes.h>
