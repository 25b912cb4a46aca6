#include "gaol/model/param_doc.h"

#include <gtest/gtest.h>

#include "gaol/base/text.h"
#include "gaol/model/param.h"

namespace gaol {
namespace {

TEST(ParamDoc, OneLineOfEightFieldsPerParameter) {
    const auto lines = split(params_as_tsv(), '\n');
    ASSERT_EQ(lines.size(), all_params().count + 1);
    EXPECT_EQ(lines.back(), "");
    for (std::size_t i = 0; i < all_params().count; i++) {
        const auto fields = split(lines[i], '\t');
        ASSERT_EQ(fields.size(), 8U) << lines[i];
        EXPECT_EQ(fields[0], all_params().first[i].name);
        for (const std::string& field : fields) {
            EXPECT_FALSE(field.empty()) << lines[i];
        }
    }
}

TEST(ParamDoc, Words) {
    const std::string text = params_as_tsv();
    EXPECT_NE(text.find("\npersist\tbool\tany\tjail\thonoured\tfalse\t"), std::string::npos);
    EXPECT_NE(text.find("\nparent\tint\tread\tjail\thonoured\t0\t"), std::string::npos);
    EXPECT_NE(text.find("\nvnet\tmode\tcreate\tjail\tnot yet\tinherit\t"), std::string::npos);
    EXPECT_NE(text.find("\nexec.start\tlist\tany\tprogram\thonoured\t-\t"), std::string::npos);
    EXPECT_NE(text.find("\nzfs\tmode\tany\tjail\tno meaning\tdisable\t"), std::string::npos);
    EXPECT_NE(text.find("\nip6.addr\taddresses\tany\tjail\tnot yet\t-\t"), std::string::npos);
    EXPECT_NE(text.find("\nmeta\tkeyvalue\tany\tjail\thonoured\t-\t"), std::string::npos);
    EXPECT_NE(text.find("\nosrelease\tstring\tcreate\tjail\tshown\t-\t"), std::string::npos);
}

}  // namespace
}  // namespace gaol
