#include "gaol/engine/decide.h"

namespace gaol::engine {

namespace {

std::string quoted(const std::string& name, const std::string& text) {
    return "\"" + name + "\" " + text;
}

Decision not_found(const Situation& situation) {
    return {.actions = {},
            .failure = situation.display.empty() ? "no jail specified"
                                                 : quoted(situation.display, "not found")};
}

Decision already_exists(Picked picked, const Situation& situation) {
    if (picked == Picked::ByWildcard) {
        return {.actions = {}, .failure = {}, .stands = true};
    }
    return {.actions = {}, .failure = quoted(situation.display, "already exists")};
}

Decision creation(Cleaning cleaning) {
    if (cleaning == Cleaning::Yes) {
        return {.actions = {Action::CleanUp, Action::Create}, .failure = {}};
    }
    return {.actions = {Action::Create}, .failure = {}};
}

Decision for_absent(Operation operation, Cleaning cleaning, Picked picked,
                    const Situation& situation) {
    switch (operation) {
        case Operation::Create:
        case Operation::CreateOrModify:
        case Operation::CreateModifyOrRestart:
            return creation(cleaning);
        case Operation::CleanUp:
            return {.actions = {Action::CleanUp}, .failure = {}};
        case Operation::Remove:
            if (cleaning == Cleaning::Yes) {
                return {.actions = {Action::CleanUp}, .failure = {}};
            }
            return picked == Picked::ByWildcard ? Decision{} : not_found(situation);
        case Operation::Restart:
            if (picked == Picked::ByWildcard || cleaning == Cleaning::Yes) {
                return creation(cleaning);
            }
            return not_found(situation);
        case Operation::Modify:
        case Operation::ModifyOrRestart:
            break;
    }
    return not_found(situation);
}

Decision for_running(Operation operation, Picked picked, const Situation& situation) {
    const Decision modification{.actions = {Action::Modify}, .failure = {}};
    const Decision restart{.actions = {Action::Remove, Action::Create}, .failure = {}};
    switch (operation) {
        case Operation::Create:
            return already_exists(picked, situation);
        case Operation::CleanUp:
            return picked == Picked::ByWildcard ? Decision{} : already_exists(picked, situation);
        case Operation::Remove:
            return {.actions = {Action::Remove}, .failure = {}};
        case Operation::Restart:
            return restart;
        case Operation::ModifyOrRestart:
        case Operation::CreateModifyOrRestart:
            return situation.needs_restart() ? restart : modification;
        case Operation::Modify:
        case Operation::CreateOrModify:
            break;
    }
    return modification;
}

}  // namespace

Decision decide(Operation operation, Cleaning cleaning, Picked picked, const Situation& situation) {
    return situation.running ? for_running(operation, picked, situation)
                             : for_absent(operation, cleaning, picked, situation);
}

}  // namespace gaol::engine
